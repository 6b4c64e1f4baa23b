#pragma once

#include "core/merge/lineage.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// Checks what a centre says of its own history against what this phone holds: every life that it
/// names is signed by it, its life comes from the one the phone knows, and at each head of which
/// the phone has a witness its log has that very hash (P9). The answer is the LSN up to which the
/// phone's life and the centre's are the same; Lineage::kWhole where they are one. Fault untrusted,
/// with words for the person: nothing was sent or changed.
[[nodiscard]] Result<Lsn> sharedHistory(const PhoneState& state, const wire::Welcome& welcome);

/// Whether a centre proves that it has the log this phone reads from: it gives the very hash of
/// the greatest head that the phone holds of its life. Unlike above, a signed restore is no way
/// round that: whoever asks this does not know the key yet. A phone that holds no head has nothing
/// to ask for.
[[nodiscard]] bool showsHistory(const PhoneState& state, const wire::Welcome& welcome);

}  // namespace xiangji
