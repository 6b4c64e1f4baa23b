#pragma once

#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// The hash that ties a line to all lines before it: over the previous line's hash and every other
/// column of this one, but which line of its row came before: that follows from them. Whoever holds
/// a later hash outside (receipts carry it) notices any edit of the history.
[[nodiscard]] Bytes chainHash(const Bytes& previous, const LogLine& line);

/// Of a line whose values were erased, as it stands now, its old hash included: what the line that
/// tells of the erasure holds of it.
[[nodiscard]] Bytes erasedDigest(const LogLine& line);

}  // namespace xiangji::syncd
