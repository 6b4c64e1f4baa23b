#pragma once

#include <boost/json/array.hpp>
#include <vector>

#include "syncd/office/cell_text.hpp"

namespace xiangji::syncd {

/// Conflicts for the page, those of hidden types and fields left out: type, typeLabel, row, title,
/// field, fieldLabel, shown and others: {text, author, at "2026-06-19 09:30"}.
[[nodiscard]] boost::json::array conflictsJson(const std::vector<SeenConflict>& conflicts,
                                               CellText& texts);

/// How many of them the page may show.
[[nodiscard]] std::uint64_t countShown(const std::vector<SeenConflict>& conflicts,
                                       const OfficeView& view);

}  // namespace xiangji::syncd
