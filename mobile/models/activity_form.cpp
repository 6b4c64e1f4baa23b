#include "mobile/models/activity_form.hpp"

#include <QDate>
#include <algorithm>

#include "core/base/civil_time.hpp"
#include "core/records/festivals.hpp"
#include "core/records/permission.hpp"
#include "mobile/models/page_keys.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kQuarterMs = 15 * kMinuteMs;
constexpr int kUsualMinutes = 60;
constexpr qsizetype kMostTitle = 60;
constexpr qint64 kFestivalsAroundDays = 120;

/// What a kind asks for beyond the activity (DOMAIN §3.5).
const RecordType* detailOf(const std::string& kind) {
    static const std::map<std::string, std::string> kDetails = {
        {"drowning_prevention", "safety_lesson"},
        {"family_call", "family_call"},
        {"red_film", "film_show"},
        {"science_talk", "science_talk"},
        {"festival_event", "festival_event"}};
    const auto found = kDetails.find(kind);
    return found == kDetails.end() ? nullptr : Catalogue::builtIn().find(found->second);
}

QVariant ms(qint64 instant) {
    return QVariant::fromValue(static_cast<qlonglong>(instant));
}

}  // namespace

ActivityForm::ActivityForm(QObject* parent)
    : DraftedForm(parent), type_(*Catalogue::builtIn().find("activity")) {
    connect(&Settings::ofThisApp(), &Settings::languageChanged, this,
            &ActivityForm::festivalChanged);
}

QString ActivityForm::draftKey() const {
    return isNew() ? QString(kNewActivityDraft) : "activity/" + rowId();
}

void ActivityForm::begin() {
    const Session& session = Session::ofThisApp();
    details_.clear();
    detailRow_ = {};
    detail_ = nullptr;
    suggested_.clear();
    if (form_ == nullptr) {
        form_ = new Form(type_, {}, this);
        connect(form_, &Form::edited, this, &ActivityForm::touched);
    }
    std::string state = type_.initialState();
    if (isNew()) {
        beginNew();
    } else if (const auto row = session.client().row(type_, this->row())) {
        festivalChosen_ = true;
        form_->beginWith(session.me().roles, *row);
        const auto status = row->fields.find(common::kStatus);
        const auto* name =
            status == row->fields.end() ? nullptr : std::get_if<std::string>(&status->second);
        state = name == nullptr ? state : *name;
    }
    const Action* submit = type_.action("submit");
    maySubmit_ =
        submit != nullptr && mayAct(session.me().roles, type_, *submit) &&
        std::find(submit->from().begin(), submit->from().end(), state) != submit->from().end();
    watch();
    kindChanged();
    emit festivalChanged();
    emit minutesChanged();
}

void ActivityForm::beginNew() {
    const Session& session = Session::ofThisApp();
    const qint64 start = session.nowMs() / kQuarterMs * kQuarterMs;
    festivalChosen_ = false;
    form_->beginNew(session.me().roles, {{"org", toQt(session.me().unit)},
                                         {"plan_start", ms(start)},
                                         {"plan_end", ms(start + kUsualMinutes * kMinuteMs)}});
    if (const Festival* day = festivalOn(civilDate(start));
        day != nullptr && form_->field("festival") != nullptr) {
        form_->field("festival")->begin(toQt(day->id));
    }
}

void ActivityForm::watch() {
    const auto on = [this](const char* name, auto slot) {
        if (FormField* field = form_->field(name)) {
            connect(field, &FormField::valueChanged, this, slot, Qt::UniqueConnection);
        }
    };
    startMs_ = form_->field("plan_start") == nullptr
                   ? 0
                   : form_->field("plan_start")->value().toLongLong();
    on("type", &ActivityForm::kindChanged);
    on("place", &ActivityForm::suggestTitle);
    on("plan_start", &ActivityForm::startChanged);
    on("plan_end", &ActivityForm::minutesChanged);
    on("festival", &ActivityForm::festivalChanged);
}

void ActivityForm::kindChanged() {
    const FormField* kind = form_->field("type");
    const Choice* choice =
        kind == nullptr ? nullptr : kind->field().choice(std::int64_t{kind->value().toLongLong()});
    openDetail(choice == nullptr ? nullptr : detailOf(choice->name));
    suggestTitle();
}

void ActivityForm::openDetail(const RecordType* type) {
    const Session& session = Session::ofThisApp();
    if (type != nullptr && !may(session.me().roles, *type, Verb::insert)) {
        type = nullptr;
    }
    // What was typed for another kind stays, in case the person comes back to it.
    if (type != nullptr && !details_.contains(type)) {
        auto* form = new Form(*type, {"activity", "festival"}, this);
        const Field* parent = type->field("activity");
        const auto rows = isNew()
                              ? Result<std::vector<RowView>>(std::vector<RowView>{})
                              : session.client().list(
                                    *type, {.where = {{parent->number, refTo(row())}}, .most = 1});
        if (rows && !rows->empty()) {
            detailRow_ = rows->front().id;
            form->beginWith(session.me().roles, rows->front());
        } else {
            form->beginNew(session.me().roles, {});
        }
        connect(form, &Form::edited, this, &ActivityForm::touched);
        details_[type] = form;
    }
    detail_ = type == nullptr ? nullptr : details_[type];
    emit detailChanged();
}

void ActivityForm::suggestTitle() {
    FormField* title = form_->field("title");
    const FormField* kind = form_->field("type");
    const FormField* place = form_->field("place");
    const QString typed = title == nullptr ? QString() : title->typed().toString();
    if (!isNew() || title == nullptr || kind == nullptr ||
        (!typed.isEmpty() && typed != suggested_)) {
        return;
    }
    const QString kindLabel = kind->shown();
    const QString where = place == nullptr || !place->composing().isEmpty()
                              ? QString()
                              : place->value().toString().trimmed();
    const QString both = where.isEmpty() ? kindLabel : tr("%1%2").arg(where, kindLabel);
    suggested_ = kindLabel.isEmpty() ? QString() : both.size() > kMostTitle ? kindLabel : both;
    title->setValue(suggested_);
}

void ActivityForm::startChanged() {
    const qint64 start = form_->field("plan_start")->value().toLongLong();
    FormField* end = form_->field("plan_end");
    // Moving the beginning moves the end: people know how long it took.
    if (end != nullptr && end->value().toLongLong() != 0 && startMs_ != 0 && start != 0) {
        end->setValue(ms(end->value().toLongLong() + start - startMs_));
    }
    startMs_ = start;
    followFestival();
    emit minutesChanged();
}

void ActivityForm::followFestival() {
    FormField* festival = form_->field("festival");
    if (festival != nullptr && !festivalChosen_ && startMs_ != 0) {
        const Festival* day = festivalOn(civilDate(startMs_));
        festival->setValue(day == nullptr ? QVariant(QString()) : QVariant(toQt(day->id)));
    }
    emit festivalChanged();
}

int ActivityForm::minutes() const {
    const FormField* start = form_ == nullptr ? nullptr : form_->field("plan_start");
    const FormField* end = form_ == nullptr ? nullptr : form_->field("plan_end");
    if (start == nullptr || end == nullptr || start->value().toLongLong() == 0 ||
        end->value().toLongLong() == 0) {
        return 0;
    }
    return static_cast<int>((end->value().toLongLong() - start->value().toLongLong()) / kMinuteMs);
}

void ActivityForm::setMinutes(int minutes) {
    FormField* end = form_->field("plan_end");
    if (end != nullptr && startMs_ != 0) {
        end->setValue(ms(startMs_ + minutes * kMinuteMs));
    }
}

QString ActivityForm::festivalTitle() const {
    const FormField* festival = form_ == nullptr ? nullptr : form_->field("festival");
    const QString id = festival == nullptr ? QString() : festival->value().toString();
    for (const auto& each : festivals()) {
        if (each.toMap()["value"] == id) {
            return each.toMap()["label"].toString();
        }
    }
    return festival == nullptr ? QString() : festival->shown();
}

QVariantList ActivityForm::festivals() const {
    const Instant nowMs = Session::ofThisApp().nowMs();
    const QDate day =
        QDate::fromString(toQt(civilDate(startMs_ == 0 ? nowMs : startMs_)), Qt::ISODate);
    QVariantList list = {QVariantMap{{"value", QString()}, {"label", tr("不是节日活动")}}};
    for (const auto& festival : xiangji::festivals()) {
        const QDate date = QDate::fromString(toQt(festival.date), Qt::ISODate);
        if (std::abs(day.daysTo(date)) <= kFestivalsAroundDays) {
            list += QVariantMap{{"value", toQt(festival.id)},
                                {"label", Words::label(festival.label) + " · " +
                                              Words::date(toQt(festival.date), nowMs)}};
        }
    }
    return list;
}

void ActivityForm::chooseFestival(const QString& id) {
    festivalChosen_ = true;
    if (FormField* festival = form_->field("festival")) {
        festival->setValue(id);
    }
}

QJsonObject ActivityForm::typed() const {
    if (form_ == nullptr) {
        return {};
    }
    QJsonObject json;
    if (const QJsonObject fields = form_->typed(); !fields.isEmpty()) {
        json["fields"] = fields;
    }
    if (const QJsonObject fields = detail_ == nullptr ? QJsonObject() : detail_->typed();
        !fields.isEmpty()) {
        json["detail"] = fields;
    }
    if (!json.isEmpty()) {
        json["suggested"] = suggested_;
        json["festivalChosen"] = festivalChosen_;
    }
    return json;
}

void ActivityForm::restore(const QJsonObject& typed) {
    suggested_ = typed["suggested"].toString();
    festivalChosen_ = typed["festivalChosen"].toBool();
    form_->restore(typed["fields"].toObject());
    if (detail_ != nullptr) {
        detail_->restore(typed["detail"].toObject());
    }
}

std::vector<Operation> ActivityForm::operations(bool submit) const {
    std::vector<Operation> operations;
    const Fields changes = form_->changes();
    if (isNew()) {
        operations.emplace_back(Insert{.type = &type_, .fields = changes, .id = row()});
    } else if (!changes.empty()) {
        operations.emplace_back(Edit{.type = &type_, .id = row(), .fields = changes});
    }
    if (detail_ != nullptr && detail_->changed()) {
        const RecordType& type = detail_->type();
        Fields fields = detail_->changes();
        if (detail_->isNew()) {
            fields[type.field("activity")->number] = refTo(row());
            const Field* festival = type.field("festival");
            const FormField* chosen = form_->field("festival");
            if (festival != nullptr && chosen != nullptr && !isUnset(chosen->cell())) {
                fields[festival->number] = chosen->cell();
            }
            operations.emplace_back(Insert{.type = &type, .fields = fields});
        } else {
            operations.emplace_back(Edit{.type = &type, .id = detailRow_, .fields = fields});
        }
    }
    if (submit) {
        operations.emplace_back(Act{.type = &type_, .id = row(), .action = "submit", .reason = {}});
    }
    return operations;
}

bool ActivityForm::save(bool submit) {
    return check(*form_) && (detail_ == nullptr || check(*detail_)) && commit(operations(submit));
}

}  // namespace xiangji
