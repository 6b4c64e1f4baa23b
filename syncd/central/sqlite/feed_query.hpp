#pragma once

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// One page of the feed for a scope, from a snapshot. Throws SqlFault.
[[nodiscard]] FeedPage feedPage(Connection& sql, const Catalogue& catalogue, const FeedScope& scope,
                                Lsn after, std::size_t mostRows, std::size_t mostBytes);

}  // namespace xiangji::syncd
