#pragma once

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// Rows of some parts of a scope in the order of (type, unit, row), from a snapshot. Throws
/// SqlFault.
[[nodiscard]] WholePage wholePage(Connection& sql, const std::vector<WholePart>& parts,
                                  const WholePlace& after, std::size_t mostRows,
                                  std::size_t mostBytes);
[[nodiscard]] std::uint64_t countOfWhole(Connection& sql, const std::vector<WholePart>& parts);

}  // namespace xiangji::syncd
