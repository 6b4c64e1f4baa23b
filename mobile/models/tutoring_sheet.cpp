#include "mobile/models/tutoring_sheet.hpp"

#include "core/base/civil_time.hpp"
#include "core/records/permission.hpp"
#include "core/records/validate.hpp"
#include "mobile/models/page_keys.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr qint64 kQuarterMs = 15 * 60'000;
constexpr qint64 kUsualLessonMs = 120 * 60'000;
constexpr std::size_t kMostActivities = 12;

const RecordType& activityType() {
    return *Catalogue::builtIn().find("activity");
}

Value homeworkHelp() {
    return activityType().field("type")->choice(std::string_view("homework_help"))->number;
}

}  // namespace

TutoringSheet::TutoringSheet(QObject* parent)
    : DraftedForm(parent),
      type_(*Catalogue::builtIn().find("tutoring_session")),
      pupils_(new PupilList(this)) {
    connect(pupils_, &PupilList::edited, this, &TutoringSheet::touched);
}

QString TutoringSheet::draftKey() const {
    return isNew() ? QString(kNewSheetDraft) : "sheet/" + rowId();
}

bool TutoringSheet::mayMark() const {
    const auto& roles = Session::ofThisApp().me().roles;
    return may(roles, *Catalogue::builtIn().find("pupil_line"), Verb::insert) &&
           may(roles, *Catalogue::builtIn().find("child"), Verb::read);
}

void TutoringSheet::begin() {
    const Session& session = Session::ofThisApp();
    if (form_ == nullptr) {
        form_ = new Form(type_, {"activity"}, this);
        connect(form_, &Form::edited, this, &TutoringSheet::touched);
    }
    pupils_->clear();
    pupils_->load();
    activity_ = {};
    heads_ = 0;
    if (isNew()) {
        const qint64 start = session.nowMs() / kQuarterMs * kQuarterMs;
        form_->beginNew(
            session.me().roles,
            {{"start", QVariant::fromValue(static_cast<qlonglong>(start))},
             {"end", QVariant::fromValue(static_cast<qlonglong>(start + kUsualLessonMs))},
             {"tutor", toQt(session.me().person)}});
    } else if (const auto row = session.client().row(type_, this->row())) {
        form_->beginWith(session.me().roles, *row);
        activity_ = idIn(cellOf(*row, type_.field("activity")));
        pupils_->readLesson(this->row());
    }
    emit headsChanged();
    emit activityChanged();
}

void TutoringSheet::setHeads(int heads) {
    if (heads != heads_ && heads >= 0) {
        heads_ = heads;
        emit headsChanged();
        touched();
    }
}

QVariantList TutoringSheet::activities() const {
    const Session& session = Session::ofThisApp();
    const RowWords words(session.client());
    QVariantList list = {QVariantMap{{"value", QString()}, {"label", tr("新的一场作业辅导")}}};
    const auto rows = session.client().list(
        activityType(), {.where = {{activityType().field("type")->number, homeworkHelp()}},
                         .orderBy = activityType().field("plan_start")->number,
                         .descending = true,
                         .most = kMostActivities});
    for (const auto& row : rows ? *rows : std::vector<RowView>{}) {
        list += QVariantMap{{"value", toQt(row.id)}, {"label", words.title(row, session.nowMs())}};
    }
    return list;
}

QString TutoringSheet::activity() const {
    return toQt(activity_);
}

void TutoringSheet::setActivity(const QString& id) {
    activity_ = idFrom(id);
    emit activityChanged();
    touched();
}

QString TutoringSheet::addPupil(const QString& alias, int grade) {
    const RecordType& child = *Catalogue::builtIn().find("child");
    const Field& name = *child.field("alias");
    const Value called = fromQt(alias.trimmed());
    if (alias.trimmed().isEmpty()) {
        return tr("请写怎么称呼这名学生");
    }
    if (!validateClear(child, name, called)) {
        return tr("称呼最多 %1 个字").arg(name.rules.max_chars());
    }
    Fields fields = {{name.number, called}};
    if (grade >= 0) {
        fields[child.field("grade")->number] = std::int64_t{grade};
    }
    const auto ids = Session::ofThisApp().write({Insert{.type = &child, .fields = fields}});
    if (!ids) {
        return Words::unsaved(ids.error());
    }
    pupils_->load();
    return {};
}

QJsonObject TutoringSheet::typed() const {
    if (form_ == nullptr) {
        return {};
    }
    const QJsonObject fields = form_->typed();
    const QJsonObject lines = pupils_->typed();
    if (fields.isEmpty() && heads_ == 0 && (lines.isEmpty() || !isNew())) {
        return !isNew() && !lines.isEmpty() ? QJsonObject{{"lines", lines}} : QJsonObject();
    }
    return {{"fields", fields}, {"lines", lines}, {"heads", heads_}, {"activity", activity()}};
}

void TutoringSheet::restore(const QJsonObject& typed) {
    form_->restore(typed["fields"].toObject());
    pupils_->restore(typed["lines"].toObject());
    heads_ = typed["heads"].toInt();
    activity_ = isNew() ? idFrom(typed["activity"].toString()) : activity_;
    emit headsChanged();
    emit activityChanged();
}

Operation TutoringSheet::newActivity(const Id& id) const {
    const Session& session = Session::ofThisApp();
    const RecordType& type = activityType();
    const Value start = form_->field("start")->cell();
    const auto* startMs = std::get_if<std::int64_t>(&start);
    const QString day = Words::date(
        toQt(civilDate(startMs == nullptr ? session.nowMs() : *startMs)), session.nowMs());
    Fields fields;
    const auto put = [&](const char* name, const Value& value) {
        if (!isUnset(value)) {
            fields[type.field(name)->number] = value;
        }
    };
    const int heads = mayMark() ? pupils_->there() : heads_;
    put("title", fromQt(tr("%1作业辅导").arg(day)));
    put("type", homeworkHelp());
    put("org", refTo(session.me().unit));
    put("plan_start", start);
    put("plan_end", form_->field("end")->cell());
    put("place", form_->field("room")->cell());
    put("beneficiaries", heads == 0 ? Value{} : Value{std::int64_t{heads}});
    return Insert{.type = &type, .fields = std::move(fields), .id = id};
}

bool TutoringSheet::save() {
    if (!check(*form_)) {
        return false;
    }
    if (const QString problem = pupils_->problem(); !problem.isEmpty()) {
        say(problem);
        return false;
    }
    std::vector<Operation> operations;
    Id activity = activity_;
    if (isNew() && activity.isNone()) {
        activity = Session::ofThisApp().newId();
        operations.push_back(newActivity(activity));
    }
    Fields fields = form_->changes();
    if (isNew()) {
        fields[type_.field("activity")->number] = refTo(activity);
        operations.emplace_back(Insert{.type = &type_, .fields = fields, .id = row()});
    } else if (!fields.empty()) {
        operations.emplace_back(Edit{.type = &type_, .id = row(), .fields = fields});
    }
    for (auto& line : mayMark() ? pupils_->lines(row()) : std::vector<Operation>{}) {
        operations.push_back(std::move(line));
    }
    return commit(operations);
}

}  // namespace xiangji
