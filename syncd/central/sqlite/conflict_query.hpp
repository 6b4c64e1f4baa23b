#pragma once

#include "core/store/connection.hpp"
#include "syncd/central/reader.hpp"

namespace xiangji::syncd {

/// The kept conflicts of a unit and everything below it (none = all), newest row first. Void rows
/// have none to settle.
[[nodiscard]] std::vector<SeenConflict> conflictsBelow(Connection& sql, const Catalogue& catalogue,
                                                       const Id& unit);

/// A row's title field as text; empty where it has none, or it is sealed.
[[nodiscard]] std::string titleIn(Connection& sql, const RecordType& type, const Id& id);

}  // namespace xiangji::syncd
