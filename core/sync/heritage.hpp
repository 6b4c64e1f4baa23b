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

}  // namespace xiangji
