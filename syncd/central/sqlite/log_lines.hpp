#pragma once

#include <optional>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

// Lines in one file: the database, or a segment of the archive. All throw SqlFault.

/// All columns of a line, as they are declared.
inline constexpr const char* kLogColumns =
    "lsn, unit, type, row, device, seq, effective, device_hlc, author, received_ms, last_ms, "
    "change, verdict, hash, origin_epoch, origin_lsn, before_lsn";
/// The statement that makes the table.
[[nodiscard]] const char* logTable();

/// The log's end.
[[nodiscard]] LogHead headOf(Connection& sql);
[[nodiscard]] LogSpan logSpanIn(Connection& sql, Instant before);
/// `lastMs` is the greatest receipt time up to this line.
void appendLineIn(Connection& sql, const LogLine& line, Instant lastMs);
/// Another content of a line whose hash stays.
void rewriteChangeIn(Connection& sql, Lsn lsn, const Bytes& change);
[[nodiscard]] std::optional<LogLine> lineIn(Connection& sql, Lsn lsn);
[[nodiscard]] std::optional<Bytes> hashAtIn(Connection& sql, Lsn lsn);
[[nodiscard]] std::optional<LogPlace> originIn(Connection& sql, Lsn lsn);
/// False: the walk was ended by `line`.
bool walkByLsn(Connection& sql, const CentralSnapshot::OnLine& line);
[[nodiscard]] bool speaksOf(Connection& sql, TypeNumber type, const Id& row);

}  // namespace xiangji::syncd
