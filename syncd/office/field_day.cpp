#include "syncd/office/field_day.hpp"

#include <algorithm>

#include "core/base/civil_time.hpp"
#include "syncd/office/cell_text.hpp"
#include "syncd/office/row_json.hpp"

namespace xiangji::syncd {

namespace {

constexpr const char* kActivity = "activity";
constexpr const char* kSession = "tutoring_session";
constexpr const char* kPupilLine = "pupil_line";
constexpr const char* kCancelled = "cancelled";

Value valueNamed(const SeenRow& row, const char* name) {
    const Field* field = row.type->field(name);
    return field == nullptr ? Value{} : valueOf(row, *field);
}

std::optional<std::int64_t> numberNamed(const SeenRow& row, const char* name) {
    const Value value = valueNamed(row, name);
    const auto* number = std::get_if<std::int64_t>(&value);
    return number == nullptr ? std::nullopt : std::optional(*number);
}

std::string textNamed(const SeenRow& row, const char* name) {
    const Value value = valueNamed(row, name);
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

/// Rows of one type; none if the catalogue doesn't have it or the page may not show it.
Result<std::vector<SeenRow>> rowsOf(Reader& reader, const OfficeView& view, const char* typeName,
                                    const FieldDaysWanted& wanted) {
    const RecordType* type = view.catalogue().find(typeName);
    if (type == nullptr || !view.shows(*type)) {
        return std::vector<SeenRow>{};
    }
    return reader.rows(*type, {.unit = wanted.unit,
                               .fromMs = wanted.span.fromMs,
                               .toMs = wanted.span.toMs,
                               .voidedToo = wanted.voidedToo,
                               .most = FieldDays::kMostRows + 1});
}

FieldEntry entryOfActivity(SeenRow row, const OfficeView& view) {
    FieldEntry entry{.startMs = whenOf(row, view),
                     .endMs = numberNamed(row, "plan_end"),
                     .people = numberNamed(row, "beneficiaries"),
                     .place = textNamed(row, "place")};
    entry.row = std::move(row);
    return entry;
}

FieldEntry entryOfSession(SeenRow row, const OfficeView& view,
                          const std::map<Id, std::int64_t>& pupils,
                          const std::map<Id, std::string>& places) {
    FieldEntry entry{.startMs = whenOf(row, view),
                     .endMs = numberNamed(row, "end"),
                     .place = textNamed(row, "room")};
    if (const auto found = pupils.find(row.id); found != pupils.end()) {
        entry.people = found->second;
    }
    // A lesson's room says little without the address of its activity.
    if (const auto found = places.find(idIn(valueNamed(row, kActivity))); found != places.end()) {
        entry.place = entry.place.empty() ? found->second : found->second + " · " + entry.place;
    }
    entry.row = std::move(row);
    return entry;
}

/// The day of the unit's newest row of either type.
Result<std::optional<std::string>> latestDay(Reader& reader, const OfficeView& view,
                                             const Id& unit) {
    std::optional<Instant> latest;
    for (const char* name : {kActivity, kSession}) {
        const RecordType* type = view.catalogue().find(name);
        if (type == nullptr || !view.shows(*type)) {
            continue;
        }
        XIANGJI_LET(rows, reader.rows(*type, {.unit = unit, .most = 1}));
        if (const auto when = rows.empty() ? std::nullopt : whenOf(rows.front(), view)) {
            latest = std::max(latest, when);
        }
    }
    return latest ? std::optional(civilDate(*latest)) : std::nullopt;
}

void cutTo(std::vector<SeenRow>& rows, bool& cut) {
    if (rows.size() > FieldDays::kMostRows) {
        rows.resize(FieldDays::kMostRows);
        cut = true;
    }
}

void addUp(FieldDays& days) {
    for (const auto& entry : days.entries) {
        if (entry.startMs) {
            ++days.byDay[civilDate(*entry.startMs)];
        }
        const bool counts = !entry.row.voided && stateOf(entry.row) != kCancelled;
        const auto people =
            counts ? static_cast<std::uint64_t>(std::max<std::int64_t>(entry.people.value_or(0), 0))
                   : 0;
        if (hasPupils(*entry.row.type)) {
            days.sessions += entry.row.voided ? 0 : 1;
            days.pupils += people;
        } else {
            days.activities += entry.row.voided ? 0 : 1;
            days.people += people;
        }
    }
}

}  // namespace

bool isFieldType(const RecordType& type) {
    return type.name == kActivity || type.name == kSession;
}
bool hasPupils(const RecordType& type) {
    return type.name == kSession;
}

Result<std::map<Id, std::int64_t>> pupilsPresent(Reader& reader, const Catalogue& catalogue,
                                                 const Id& unit) {
    std::map<Id, std::int64_t> present;
    const RecordType* type = catalogue.find(kPupilLine);
    const Field* session = type == nullptr ? nullptr : type->field(kSession);
    const Field* presence = type == nullptr ? nullptr : type->field("present");
    if (session == nullptr || presence == nullptr) {
        return present;
    }
    constexpr std::size_t kLinesAtOnce = 50'000;
    RowsWanted wanted{.unit = unit, .most = kLinesAtOnce};
    for (bool more = true; more; wanted.skip += kLinesAtOnce) {
        XIANGJI_LET(lines, reader.rows(*type, wanted));
        for (const auto& line : lines) {
            const Value attendance = valueOf(line, *presence);
            const auto* number = std::get_if<std::int64_t>(&attendance);
            const Choice* choice = number == nullptr ? nullptr : presence->choice(*number);
            const bool there =
                choice != nullptr && choice->name != "absent" && choice->name != "excused";
            present[idIn(valueOf(line, *session))] += there ? 1 : 0;
        }
        more = lines.size() == kLinesAtOnce;
    }
    return present;
}

Result<FieldDays> readFieldDays(Reader& reader, const OfficeView& view,
                                const FieldDaysWanted& wanted) {
    FieldDays days;
    XIANGJI_LET(activities, rowsOf(reader, view, kActivity, wanted));
    XIANGJI_LET(sessions, rowsOf(reader, view, kSession, wanted));
    cutTo(activities, days.cut);
    cutTo(sessions, days.cut);
    std::map<Id, std::int64_t> pupils;
    if (!sessions.empty()) {
        XIANGJI_LET(counted, pupilsPresent(reader, view.catalogue(), wanted.unit));
        pupils = std::move(counted);
    }
    std::map<Id, std::string> places;
    for (auto& row : activities) {
        FieldEntry entry = entryOfActivity(std::move(row), view);
        places.emplace(entry.row.id, entry.place);
        days.entries.push_back(std::move(entry));
    }
    for (auto& row : sessions) {
        days.entries.push_back(entryOfSession(std::move(row), view, pupils, places));
    }
    std::ranges::sort(days.entries, [](const FieldEntry& a, const FieldEntry& b) {
        return a.startMs == b.startMs ? a.row.id > b.row.id : a.startMs > b.startMs;
    });
    addUp(days);
    if (days.entries.empty()) {
        XIANGJI_LET(latest, latestDay(reader, view, wanted.unit));
        days.latest = latest;
    }
    return days;
}

}  // namespace xiangji::syncd
