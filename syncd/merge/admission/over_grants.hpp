#pragma once

#include "syncd/merge/course.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Grants of the sender that ended between `doneMs` and `nowMs`, and of whose end the phone had
/// read before it sent this. A phone sends all it has before it reads: what comes afterwards was
/// done afterwards, whatever its clock says (DESIGN §7: the end of a role takes effect at the next
/// contact). Of an end that was named before its time nothing follows: one may work on until then.
[[nodiscard]] Result<std::vector<Id>> grantsKnownToBeOver(Transaction& transaction,
                                                          const Catalogue& catalogue,
                                                          const Sender& sender, Instant doneMs,
                                                          Instant nowMs);

}  // namespace xiangji::syncd
