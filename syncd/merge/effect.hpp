#pragma once

#include <functional>

#include "syncd/merge/admission/asked_change.hpp"

namespace xiangji::syncd {

/// True if the write at this place of the log was first made after the one being merged: so a
/// change that comes back after a restore does not undo what had followed it.
using Overtaken = std::function<bool(Lsn)>;

/// Merges one admitted change into its row: what the desk does, and what whoever checks the log
/// does again. The writer of an insert has seen nothing. `overtaken` only for a change that another
/// life of the log had already taken; it takes out of `asked` what has no effect any more.
/// What the cells of a new row say together goes over into the row.
///
/// A row whose making has not come back yet is written all the same: it has no home, so nobody sees
/// it, and its insert completes it.
Merged mergeChange(RowState& row, AskedChange& asked, const Writer& writer,
                   const Overtaken& overtaken = {});

/// The row is there, with its home: an insert only adds to it.
[[nodiscard]] bool isMade(const RowState& row);

}  // namespace xiangji::syncd
