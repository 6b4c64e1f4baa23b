#pragma once

#include <optional>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

// The log in its table. All throw SqlFault.

/// The log's end.
[[nodiscard]] LogHead headOf(Connection& sql);
/// `lastMs` is the greatest receipt time up to this line.
void appendLineIn(Connection& sql, const LogLine& line, Instant lastMs);
/// Another content of a line whose hash stays.
void rewriteChangeIn(Connection& sql, Lsn lsn, const Bytes& change);
/// By LSN, found from the row's last line back to its first. Fault damaged where that way is
/// broken.
[[nodiscard]] std::vector<LogLine> historyIn(Connection& sql, const RecordType& type,
                                             const Id& row);
[[nodiscard]] std::optional<LogLine> lineIn(Connection& sql, Lsn lsn);
[[nodiscard]] std::optional<Bytes> hashAtIn(Connection& sql, Lsn lsn);
[[nodiscard]] std::optional<LogPlace> originIn(Connection& sql, Lsn lsn);
void walkByLsn(Connection& sql, const CentralSnapshot::OnLine& line);
void walkByRow(Connection& sql, const CentralSnapshot::OnLine& line);

}  // namespace xiangji::syncd
