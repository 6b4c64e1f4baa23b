#pragma once

#include <set>
#include <string>

#include "core/store/connection.hpp"

namespace xiangji::test {

/// Stands in every value that `fillEveryTable` writes, as those bytes: in text, in blobs, in the
/// eight bytes of an integer or of a number with a point.
inline constexpr const char* kCanary = "canary97";

/// One row of these into every table there is, in every column. Throws SqlFault. The tables that
/// took it.
[[nodiscard]] std::set<std::string> fillEveryTable(Connection& sql);

/// The tables there are.
[[nodiscard]] std::set<std::string> tablesOf(Connection& sql);

}  // namespace xiangji::test
