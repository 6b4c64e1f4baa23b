#pragma once

#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/erasing/erasing.hpp"

namespace xiangji::syncd {

/// Puts down outside the database what no restore may bring back. First there, then the commit: an
/// erasure that was answered is one that no restore undoes.
[[nodiscard]] Outcome bookErased(ErasureBook* book, const Erasure& order, const Erasing& done);

/// Carries out again what the erasure book has and the database lost.
[[nodiscard]] Outcome eraseAgain(const Desk::Seats& seats, const CentralIdentity& identity,
                                 Authority& authority);

/// What came in this transaction and names somebody who was erased before (erased_names.hpp): the
/// rows that its author's phone must forget, and those whom only this author's words brought here.
[[nodiscard]] Outcome eraseDue(Transaction& transaction, const Desk::Seats& seats,
                               const CentralIdentity& identity);

}  // namespace xiangji::syncd
