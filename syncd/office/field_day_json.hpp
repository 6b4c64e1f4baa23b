#pragma once

#include <boost/json/object.hpp>

#include "syncd/office/cell_text.hpp"
#include "syncd/office/field_day.hpp"

namespace xiangji::syncd {

/// The main page's answer: total, latest, cut, summary {activities, people, sessions, pupils,
/// conflicts}, byDay [{date, count}] and `items`, one page of entries: a row's JSON with start,
/// end, kind, place, people.
[[nodiscard]] boost::json::object fieldDaysJson(const FieldDays& days, std::uint64_t conflicts,
                                                const Page& page, CellText& texts);

}  // namespace xiangji::syncd
