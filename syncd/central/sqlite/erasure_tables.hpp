#pragma once

#include "core/store/connection.hpp"
#include "syncd/central/erasure.hpp"

namespace xiangji::syncd {

// All throw SqlFault.

void furnishErasures(Connection& sql);
void putErasureIn(Connection& sql, const ErasureRow& erasure);
/// With `after` < LSN <= `upTo`.
[[nodiscard]] std::vector<ErasureRow> erasuresIn(Connection& sql, Lsn after, Lsn upTo);

[[nodiscard]] bool anyErasureIn(Connection& sql);
[[nodiscard]] bool wasErasedIn(Connection& sql, TypeNumber type, const Id& row);

/// An erasure was written since the files were scrubbed.
[[nodiscard]] bool scrubDueIn(Connection& sql);
/// Moves the write-ahead log into the file and cuts it off. Outside a transaction. Fault busy where
/// a reader holds the log.
void emptyLogOf(Connection& sql);
/// Writes the whole database anew and empties the write-ahead log: nothing that was overwritten is
/// left in either. Outside a transaction. Fault busy where a reader holds the log.
void scrubFiles(Connection& sql);
/// All that was erased so far is in no file any more.
void noteScrubbed(Connection& sql);

}  // namespace xiangji::syncd
