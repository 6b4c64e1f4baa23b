#pragma once

#include "core/store/connection.hpp"
#include "syncd/central/access_book.hpp"

namespace xiangji::syncd {

// The access book in its tables: only ever added to. All throw SqlFault.

void furnishAccess(Connection& sql);
[[nodiscard]] AccessHead accessHeadIn(Connection& sql);
/// The next line, and the head that ends with it.
void appendAccessIn(Connection& sql, const AccessLine& line, const AccessHead& head);
[[nodiscard]] AccessBook accessBookIn(Connection& sql);

}  // namespace xiangji::syncd
