#include "syncd/office/field_day_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "core/base/civil_time.hpp"
#include "syncd/office/row_json.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

/// An activity's own kind; a session is a kind of its own.
std::string kindOf(const SeenRow& row, CellText& texts) {
    const Field* kind = row.type->field("type");
    const std::string own = kind == nullptr ? std::string() : texts.text(row, *kind);
    return own.empty() ? texts.label(row.type->rules.label()) : own;
}

/// The end as clock time; with its date if that is another day.
std::string endText(const FieldEntry& entry) {
    if (!entry.endMs) {
        return {};
    }
    const bool sameDay = entry.startMs && civilDate(*entry.startMs) == civilDate(*entry.endMs);
    return (sameDay ? "" : civilDate(*entry.endMs).substr(5) + " ") + civilClock(*entry.endMs);
}

json::object entryJson(const FieldEntry& entry, CellText& texts) {
    json::object item = rowJson(entry.row, texts);
    item["start"] = entry.startMs ? civilClock(*entry.startMs) : std::string();
    item["end"] = endText(entry);
    item["kind"] = kindOf(entry.row, texts);
    item["place"] = entry.place;
    item["people"] = entry.people ? json::value(*entry.people) : json::value();
    return item;
}

}  // namespace

json::object fieldDaysJson(const FieldDays& days, std::uint64_t conflicts, const Page& page,
                           CellText& texts) {
    json::array byDay;
    for (const auto& [date, count] : days.byDay) {
        byDay.push_back(json::object{{"date", date}, {"count", count}});
    }
    json::array items;
    const std::size_t first = std::min(page.skip, days.entries.size());
    const std::size_t end = std::min(first + page.most, days.entries.size());
    for (std::size_t i = first; i < end; ++i) {
        items.push_back(entryJson(days.entries[i], texts));
    }
    return {{"total", days.entries.size()},
            {"latest", days.latest ? json::value(*days.latest) : json::value()},
            {"cut", days.cut},
            {"summary",
             {{"activities", days.activities},
              {"people", days.people},
              {"sessions", days.sessions},
              {"pupils", days.pupils},
              {"conflicts", conflicts}}},
            {"byDay", std::move(byDay)},
            {"items", std::move(items)}};
}

}  // namespace xiangji::syncd
