#include "mobile/models/form_field.hpp"

#include <limits>

#include "core/base/text.hpp"
#include "core/records/validate.hpp"
#include "mobile/models/cells.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr std::uint32_t kMostLineChars = 120;  // longer text gets several lines

Editor suiting(const Field& field) {
    switch (field.kind) {
        case Kind::boolean:
            return EDITOR_SWITCH;
        case Kind::choice:
            return field.isSet ? EDITOR_CHOICES : EDITOR_CHOICE;
        case Kind::reference:
            return EDITOR_REFERENCE;
        case Kind::integer:
            return field.rules.unit() == UNIT_INSTANT ? EDITOR_INSTANT : EDITOR_NUMBER;
        case Kind::real:
            return EDITOR_NUMBER;
        case Kind::text:
            if (field.rules.unit() == UNIT_DATE) {
                return EDITOR_DATE;
            }
            return field.rules.max_chars() == 0 || field.rules.max_chars() > kMostLineChars
                       ? EDITOR_TEXT
                       : EDITOR_LINE;
        case Kind::blob:
            return EDITOR_HIDDEN;
    }
    return EDITOR_HIDDEN;
}

Editor editorOf(const Field& field) {
    const Editor declared = field.rules.editor();
    return declared == EDITOR_UNSPECIFIED ? suiting(field) : declared;
}

}  // namespace

bool isShown(const Field& field) {
    return !field.common && !field.rules.system() && editorOf(field) != EDITOR_HIDDEN;
}

FormField::FormField(const Field& field, bool readOnly, QObject* parent)
    : QObject(parent), field_(field), readOnly_(readOnly) {
    connect(&Settings::ofThisApp(), &Settings::languageChanged, this, &FormField::worded);
}

QString FormField::name() const {
    return toQt(field_.name);
}

QString FormField::label() const {
    return Words::label(field_.rules.label());
}

QString FormField::hint() const {
    return Words::label(field_.rules.hint());
}

QString FormField::editor() const {
    if (field_.isSet && field_.kind == Kind::text) {
        return "tags";
    }
    switch (editorOf(field_)) {
        case EDITOR_TEXT:
            return "text";
        case EDITOR_NUMBER:
            return "number";
        case EDITOR_SWITCH:
            return "switch";
        case EDITOR_CHOICE:
            return "choice";
        case EDITOR_CHOICES:
            return "choices";
        case EDITOR_INSTANT:
            return "instant";
        case EDITOR_DATE:
            return "date";
        case EDITOR_REFERENCE:
            return "reference";
        default:
            return "line";
    }
}

QString FormField::unit() const {
    return Words::unit(field_.rules.unit());
}

QString FormField::refersTo() const {
    return toQt(field_.rules.ref());
}

QVariantList FormField::choices() const {
    QVariantList list;
    for (const auto& choice : field_.choices) {
        list += QVariantMap{{"value", static_cast<qlonglong>(choice.number)},
                            {"name", toQt(choice.name)},
                            {"label", Words::label(choice.label)}};
    }
    return list;
}

double FormField::least() const {
    return field_.rules.has_min() ? static_cast<double>(field_.rules.min())
                                  : -std::numeric_limits<double>::max();
}

double FormField::most() const {
    return field_.rules.has_max() ? static_cast<double>(field_.rules.max())
                                  : std::numeric_limits<double>::max();
}

int FormField::length() const {
    const Value value = cell();
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr || field_.isSet ? 0 : static_cast<int>(codePoints(*text));
}

int FormField::excess() const {
    return limit() == 0 ? 0 : std::max(0, length() - limit());
}

QString FormField::shown() const {
    const Session& session = Session::ofThisApp();
    return RowWords(session.client()).cell(field_, cell(), session.nowMs());
}

void FormField::setValue(const QVariant& value) {
    if (value == value_ && value.isValid() == value_.isValid()) {
        return;
    }
    value_ = value;
    emit valueChanged();
    if (checked_) {
        say(problem());
    }
    emit edited();
}

void FormField::setComposing(const QString& text) {
    if (text != composing_) {
        composing_ = text;
        emit composingChanged();
        emit edited();
    }
}

void FormField::begin(const QVariant& value) {
    begun_ = value;
    value_ = value;
    composing_.clear();
    checked_ = false;
    emit valueChanged();
    say({});
}

bool FormField::changed() const {
    return cell() != toCell(field_, begun_);
}

QVariant FormField::typed() const {
    return composing_.isEmpty() ? value_ : QVariant(composing_);
}

Value FormField::cell() const {
    return toCell(field_, value_);
}

bool FormField::check() {
    checked_ = true;
    say(problem());
    return error_.isEmpty();
}

void FormField::say(const QString& error) {
    if (error != error_) {
        error_ = error;
        emit errorChanged();
    }
}

QString FormField::problem() const {
    if (readOnly_) {
        return {};
    }
    const Value value = cell();
    if (isUnset(value)) {
        return required() ? tr("请填写%1").arg(label()) : QString();
    }
    if (!field_.isSet) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            return textProblem(*text);
        }
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            return numberProblem(*number);
        }
    }
    // Each element of a set against the same limits, in core's words: rare, and better than
    // silence.
    static const RecordType kAnyType;
    const auto outcome = validateClear(kAnyType, field_, value);
    return outcome ? QString() : toQt(outcome.error().detail);
}

QString FormField::textProblem(const std::string& text) const {
    const auto& rules = field_.rules;
    if (excess() > 0) {
        return tr("多了 %1 个字，请删减后再保存").arg(excess());
    }
    if (codePoints(text) < rules.min_chars()) {
        return tr("至少要写 %1 个字").arg(rules.min_chars());
    }
    for (const auto& word : rules.forbidden()) {
        if (text.find(word) != std::string::npos) {
            return tr("不能含有“%1”，请写做了什么").arg(toQt(word));
        }
    }
    static const RecordType kAnyType;
    if (!validateClear(kAnyType, field_, text)) {
        return rules.unit() == UNIT_DATE_OR_YEAR ? tr("请写年份或日期，如 2015 或 2015-06-01")
                                                 : tr("请写日期，如 2026-06-19");
    }
    return {};
}

QString FormField::numberProblem(std::int64_t number) const {
    const auto& rules = field_.rules;
    if (rules.has_min() && number < rules.min()) {
        return tr("不能小于 %1").arg(rules.min());
    }
    if (rules.has_max() && number > rules.max()) {
        return tr("不能大于 %1").arg(rules.max());
    }
    return {};
}

}  // namespace xiangji
