#include "mobile/models/form.hpp"

#include <QJsonArray>
#include <QJsonValue>

#include "core/records/permission.hpp"
#include "mobile/models/cells.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr qint64 kMostSpanMs = 366LL * 24 * 3600 * 1000;  // DOMAIN §2.1: at most a year

}  // namespace

Form::Form(const RecordType& type, QStringList unlisted, QObject* parent)
    : QObject(parent), type_(type), unlisted_(std::move(unlisted)) {
    connect(&Settings::ofThisApp(), &Settings::languageChanged, this, &Form::worded);
}

FormField* Form::field(const QString& name) const {
    for (FormField* field : fields_) {
        if (field->name() == name) {
            return field;
        }
    }
    return nullptr;
}

QString Form::typeName() const {
    return toQt(type_.name);
}

QString Form::label() const {
    return Words::label(type_.rules.label());
}

QList<QObject*> Form::fields() const {
    QList<QObject*> listed;
    for (FormField* field : fields_) {
        if (!unlisted_.contains(field->name())) {
            listed += field;
        }
    }
    return listed;
}

void Form::beginNew(std::span<const Role> roles, const QVariantMap& preset) {
    isNew_ = true;
    begin(roles, Verb::insert, {});
    for (auto value = preset.begin(); value != preset.end(); ++value) {
        if (FormField* given = field(value.key())) {
            given->begin(value.value());
        }
    }
    emit begun();
}

void Form::beginWith(std::span<const Role> roles, const RowView& row) {
    isNew_ = false;
    begin(roles, Verb::edit, row.fields);
    emit begun();
}

void Form::begin(std::span<const Role> roles, Verb verb, const Fields& fields) {
    QList<FormField*> shown;
    for (const auto& field : type_.fields) {
        const bool writable = mayWrite(roles, type_, field, verb);
        const auto cell = fields.find(field.number);
        const bool hasValue = cell != fields.end() && !isUnset(cell->second);
        if (!isShown(field) || (!writable && !hasValue)) {
            continue;
        }
        shown += fieldFor(field, !writable);
        shown.last()->begin(hasValue ? fromCell(field, cell->second) : QVariant());
    }
    for (FormField* old : std::exchange(fields_, shown)) {
        if (!shown.contains(old)) {
            old->deleteLater();
        }
    }
}

FormField* Form::fieldFor(const Field& field, bool readOnly) {
    // A form that begins anew keeps its fields: editors hold on to them.
    for (FormField* old : fields_) {
        if (&old->field() == &field && old->readOnly() == readOnly) {
            return old;
        }
    }
    auto* made = new FormField(field, readOnly, this);
    connect(made, &FormField::edited, this, &Form::edited);
    return made;
}

bool Form::changed() const {
    return std::any_of(fields_.begin(), fields_.end(),
                       [](const FormField* field) { return field->changed(); });
}

Fields Form::changes() const {
    Fields changes;
    for (const FormField* field : fields_) {
        const Value cell = field->cell();
        if (field->readOnly() || (isNew_ ? isUnset(cell) : !field->changed())) {
            continue;
        }
        changes[field->field().number] = cell;
    }
    return changes;
}

bool Form::check() {
    bool good = true;
    for (FormField* field : fields_) {
        // What the page sets is not the person's to mend.
        good = (unlisted_.contains(field->name()) || field->check()) && good;
    }
    good = checkSpan("plan_start", "plan_end") && good;
    good = checkSpan("start", "end") && good;
    return checkSpan("from", "to") && good;
}

bool Form::checkSpan(const QString& first, const QString& last) {
    const FormField* start = field(first);
    FormField* end = field(last);
    if (start == nullptr || end == nullptr || isUnset(start->cell()) || isUnset(end->cell())) {
        return true;
    }
    if (end->cell() < start->cell()) {
        end->say(tr("%1早于%2，请检查").arg(end->label(), start->label()));
        return false;
    }
    if (start->editor() == QLatin1String("instant") &&
        end->value().toLongLong() - start->value().toLongLong() > kMostSpanMs) {
        end->say(tr("一场活动不能超过一年"));
        return false;
    }
    return true;
}

QJsonObject Form::typed() const {
    QJsonObject typed;
    for (const FormField* field : fields_) {
        if (!field->readOnly() && (field->changed() || !field->composing().isEmpty())) {
            typed[field->name()] = QJsonValue::fromVariant(field->typed());
        }
    }
    return typed;
}

void Form::restore(const QJsonObject& typed) {
    for (auto value = typed.begin(); value != typed.end(); ++value) {
        FormField* kept = field(value.key());
        if (kept != nullptr && !kept->readOnly()) {
            kept->setValue(value.value().toVariant());
        }
    }
}

}  // namespace xiangji
