#include "mobile/models/pupil_list.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/base/text.hpp"
#include "core/records/permission.hpp"
#include "mobile/models/cells.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

const RecordType& childType() {
    return *Catalogue::builtIn().find("child");
}

/// Children who left, or whose names are gone, are in no class.
bool inClass(const RowView& row) {
    const auto status = row.fields.find(common::kStatus);
    const auto* name =
        status == row.fields.end() ? nullptr : std::get_if<std::string>(&status->second);
    return name == nullptr || (*name != "left" && *name != "anonymised");
}

}  // namespace

size_t qHash(const Id& id, size_t seed) {
    return std::hash<Id>{}(id) ^ seed;
}

PupilList::PupilList(QObject* parent)
    : QAbstractListModel(parent),
      type_(*Catalogue::builtIn().find("pupil_line")),
      present_(*type_.field("present")) {
    connect(&Session::ofThisApp(), &Session::outdated, this, &PupilList::load);
    connect(&Settings::ofThisApp(), &Settings::languageChanged, this, &PupilList::worded);
}

int PupilList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant PupilList::data(const QModelIndex& index, int part) const {
    if (!index.isValid()) {
        return {};
    }
    const Pupil& pupil = pupils_.at(shown_.at(index.row()));
    const Line line = lines_.value(pupil.child);
    switch (part) {
        case childPart:
            return toQt(pupil.child);
        case aliasPart:
            return pupil.alias;
        case gradePart:
            return pupil.grade < 0 ? QString() : tr("%1 年级").arg(pupil.grade);
        case markPart:
            return line.mark;
        case markLabelPart: {
            const Choice* choice = present_.choice(std::int64_t{line.mark});
            return choice == nullptr ? tr("未点名") : Words::label(choice->label);
        }
        case notePart:
            return line.note;
        case homeworkPart:
            return line.homework;
        case alonePart:
            return line.alone;
        default:
            return {};
    }
}

QHash<int, QByteArray> PupilList::roleNames() const {
    return {{childPart, "child"},       {aliasPart, "alias"},         {gradePart, "grade"},
            {markPart, "mark"},         {markLabelPart, "markLabel"}, {notePart, "note"},
            {homeworkPart, "homework"}, {alonePart, "alone"}};
}

void PupilList::allPresent() {
    const Choice* present = present_.choice(std::string_view("present"));
    for (const int place : shown_) {
        Line& line = lines_[pupils_.at(place).child];
        line.mark = line.mark == 0 ? static_cast<int>(present->number) : line.mark;
    }
    if (!shown_.isEmpty()) {
        emit dataChanged(index(0), index(count() - 1));
    }
    emit counted();
    emit edited();
}

PupilList::Line& PupilList::lineAt(int place) {
    return lines_[pupils_.at(shown_.at(place)).child];
}

void PupilList::mark(int place, int mark) {
    lineAt(place).mark = mark;
    changed(place);
}

void PupilList::setNote(int place, const QString& note) {
    if (lineAt(place).note != note) {
        lineAt(place).note = note;
        changed(place);
    }
}

void PupilList::setHomework(int place, bool done) {
    lineAt(place).homework = done;
    changed(place);
}

void PupilList::setAlone(int place, bool alone) {
    lineAt(place).alone = alone;
    changed(place);
}

void PupilList::changed(int place) {
    emit dataChanged(index(place), index(place));
    emit counted();
    emit edited();
}

void PupilList::toggleGrade(int grade) {
    if (!hiddenGrades_.remove(grade)) {
        hiddenGrades_.insert(grade);
    }
    show();
}

int PupilList::countOf(std::initializer_list<const char*> names) const {
    int count = 0;
    for (const auto& line : lines_) {
        const Choice* choice = present_.choice(std::int64_t{line.mark});
        count +=
            choice != nullptr && std::find(names.begin(), names.end(), choice->name) != names.end()
                ? 1
                : 0;
    }
    return count;
}

int PupilList::there() const {
    return countOf({"present", "late", "left_early"});
}

int PupilList::away() const {
    return countOf({"absent", "excused"});
}

int PupilList::unmarked() const {
    return static_cast<int>(std::count_if(shown_.begin(), shown_.end(), [this](int place) {
        return lines_.value(pupils_.at(place).child).mark == 0;
    }));
}

QVariantList PupilList::grades() const {
    std::map<int, int> counts;
    for (const auto& pupil : pupils_) {
        ++counts[pupil.grade];
    }
    QVariantList list;
    for (const auto& [grade, count] : counts) {
        list += QVariantMap{{"value", grade},
                            {"label", grade < 0 ? tr("未写年级") : tr("%1 年级").arg(grade)},
                            {"count", count},
                            {"on", !hiddenGrades_.contains(grade)}};
    }
    return list;
}

QVariantList PupilList::marks() const {
    QVariantList list;
    for (const auto& choice : present_.choices) {
        list += QVariantMap{{"value", static_cast<qlonglong>(choice.number)},
                            {"name", toQt(choice.name)},
                            {"label", Words::label(choice.label)}};
    }
    return list;
}

void PupilList::load() {
    const Session& session = Session::ofThisApp();
    QList<Pupil> pupils;
    const Field* alias = childType().field("alias");
    const Field* grade = childType().field("grade");
    const auto rows = may(session.me().roles, childType(), Verb::read)
                          ? session.client().list(childType(), {.orderBy = alias->number})
                          : Result<std::vector<RowView>>(std::vector<RowView>{});
    for (const auto& row : rows ? *rows : std::vector<RowView>{}) {
        if (inClass(row)) {
            const QVariant year = fromCell(*grade, cellOf(row, grade));
            pupils += {row.id, fromCell(*alias, cellOf(row, alias)).toString(),
                       year.isValid() ? year.toInt() : -1};
        }
    }
    std::sort(pupils.begin(), pupils.end(), [](const Pupil& a, const Pupil& b) {
        return std::tie(a.grade, a.alias, a.child) < std::tie(b.grade, b.alias, b.child);
    });
    const bool same =
        std::equal(pupils.begin(), pupils.end(), pupils_.begin(), pupils_.end(),
                   [](const Pupil& a, const Pupil& b) {
                       return a.child == b.child && a.alias == b.alias && a.grade == b.grade;
                   });
    // A sync in the background must not close the line a person is writing on.
    if (!same) {
        pupils_ = pupils;
        show();
    }
}

void PupilList::show() {
    beginResetModel();
    shown_.clear();
    for (int place = 0; place < pupils_.size(); ++place) {
        if (!hiddenGrades_.contains(pupils_.at(place).grade)) {
            shown_ += place;
        }
    }
    endResetModel();
    emit counted();
}

void PupilList::clear() {
    lines_.clear();
    hiddenGrades_.clear();
    show();
}

void PupilList::readLesson(const Id& session) {
    const Client& client = Session::ofThisApp().client();
    const auto rows =
        client.list(type_, {.where = {{type_.field("tutoring_session")->number, refTo(session)}}});
    for (const auto& listed : rows ? *rows : std::vector<RowView>{}) {
        // Lists show nothing of what is sealed; this page writes on it.
        const auto row = client.row(type_, listed.id).valueOr(listed);
        const auto value = [&](const char* name) {
            return fromCell(*type_.field(name), cellOf(row, type_.field(name)));
        };
        lines_[idIn(cellOf(row, type_.field("child")))] = {
            value("present").toInt(), value("progress").toString(), value("homework_done").toBool(),
            value("goes_home_alone").toBool()};
    }
    show();
}

std::vector<Operation> PupilList::lines(const Id& session) const {
    std::vector<Operation> operations;
    for (auto each = lines_.begin(); each != lines_.end(); ++each) {
        const Line& line = each.value();
        if (line.mark == 0) {
            continue;
        }
        Fields fields;
        const auto put = [&](const char* name, const Value& value) {
            fields[type_.field(name)->number] = value;
        };
        put("tutoring_session", refTo(session));
        put("child", refTo(each.key()));
        put("present", std::int64_t{line.mark});
        if (!line.note.trimmed().isEmpty()) {
            put("progress", toCell(*type_.field("progress"), line.note));
        }
        if (line.homework) {
            put("homework_done", std::int64_t{1});
        }
        if (line.alone) {
            put("goes_home_alone", std::int64_t{1});
        }
        operations.emplace_back(Insert{.type = &type_, .fields = std::move(fields)});
    }
    return operations;
}

QString PupilList::problem() const {
    const auto limit = type_.field("progress")->rules.max_chars();
    for (const auto& pupil : pupils_) {
        const auto length = codePoints(fromQt(lines_.value(pupil.child).note));
        if (limit > 0 && length > limit) {
            return tr("还没保存。%1 的备注多了 %2 个字，请删减。")
                .arg(pupil.alias)
                .arg(length - limit);
        }
    }
    return {};
}

QJsonObject PupilList::typed() const {
    QJsonObject json;
    for (auto each = lines_.begin(); each != lines_.end(); ++each) {
        const Line& line = each.value();
        if (line.mark != 0 || !line.note.isEmpty() || line.homework || line.alone) {
            json[toQt(each.key())] = QJsonObject{{"mark", line.mark},
                                                 {"note", line.note},
                                                 {"homework", line.homework},
                                                 {"alone", line.alone}};
        }
    }
    return json;
}

void PupilList::restore(const QJsonObject& typed) {
    for (auto each = typed.begin(); each != typed.end(); ++each) {
        const QJsonObject line = each.value().toObject();
        lines_[idFrom(each.key())] = {line["mark"].toInt(), line["note"].toString(),
                                      line["homework"].toBool(), line["alone"].toBool()};
    }
    show();
}

}  // namespace xiangji
