#pragma once

#include <optional>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/archive.hpp"

namespace xiangji::syncd {

// Which segments the database names. All throw SqlFault.

[[nodiscard]] std::vector<Segment> segmentsIn(Connection& sql);  ///< by LSN
[[nodiscard]] std::optional<Segment> segmentAt(Connection& sql, Lsn lsn);
/// The last LSN that has moved into a segment; 0 = none.
[[nodiscard]] Lsn archivedIn(Connection& sql);
/// One with the same last LSN gives way.
void putSegmentIn(Connection& sql, const Segment& segment);

/// Another content of a line that has moved: kept here until its transaction commits.
void putRewrittenIn(Connection& sql, Lsn lsn, const Bytes& change);
[[nodiscard]] std::optional<Bytes> rewrittenIn(Connection& sql, Lsn lsn);

}  // namespace xiangji::syncd
