#pragma once

#include <cstdint>
#include <string>

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"

namespace xiangji::syncd {

/// 4: it says of which level its records are.
inline constexpr int kCentralSchema = 4;

/// Beside the record tables (with `_marks`, `_lsn`):
/// - feed: each row at the LSN of its last change, under the unit that says who sees it (feedUnit),
///   and for a while at those before; swept: up to where those are gone (feed_table.hpp)
/// - log: every effective change, chained, each naming the one before it of its row; segment: where
///   its beginning has moved (../../archiving.md); rewritten: empty outside of a transaction
/// - device: phones and the server itself; invitation: by the hash of its secret
/// - envelope: what became of each; quarantine: bytes that could not be merged
/// - aside: changes held or quarantined one by one; turned_away: rows whose insert was refused
/// - proposal: what lies beside rows; conflict: fields whose heads differ
/// - identity: server and epoch; epoch: the lives of this database; written: the greatest schema
///   level of a program that had it, which may have sealed what an older one would serve as it lies
/// - recovery: what phones had pulled and a restored centre lacks
/// Runs in the caller's transaction; throws SqlFault (unsupported where the file is a newer
/// program's).
void furnishCentral(Connection& connection, const Catalogue& catalogue);

/// What of a file only a newer program than one of schema level `level` knows; empty = nothing.
/// Throws SqlFault.
[[nodiscard]] std::string beyondUs(Connection& connection, std::uint32_t level);

/// Stands for the home of rows that everybody sees.
[[nodiscard]] const Id& everyone();

/// Where a row stands in the feed: `everyone()` if its type says so, else its home (a unit is its
/// own). A row without a home has none, and nobody's scope contains that.
[[nodiscard]] Id feedUnit(const RecordType& type, const Id& row, const Id& home);
[[nodiscard]] Id feedUnit(const RecordType& type, const Id& row, const Fields& fields);

}  // namespace xiangji::syncd
