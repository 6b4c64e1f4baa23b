#pragma once

#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/server_pen.hpp"

namespace xiangji::syncd {

// What phones pulled in another life of the centre and this one lacks: kept as proposals, for a
// person to accept or dismiss, never taken over by itself (DESIGN §5 Epoch and restore).

/// Keeps what a phone in service recalls and the centre lacks or shows differently. Roles and
/// devices are not proposed: they come back by certificates, or are given anew. Sealed fields come
/// in boxes and lie sealed, as everywhere.
[[nodiscard]] Outcome keepProposals(Transaction& transaction, const Catalogue& catalogue,
                                    const DeviceRow& device, const wire::Recall& recall,
                                    const SealedCells& seals);

/// The proposals that still differ from what the centre has. Their titles are opened, no other
/// sealed value is.
[[nodiscard]] Result<std::vector<RecoveryView>> recoveryOf(Central& central,
                                                           const Catalogue& catalogue,
                                                           const SealedCells& seals);

/// Takes proposals over by the centre's own hand, and drops them.
[[nodiscard]] Outcome acceptProposals(Transaction& transaction, const Catalogue& catalogue,
                                      const CentralIdentity& identity, const SigningKey& key,
                                      const std::vector<RecoveryRow>& proposals);

}  // namespace xiangji::syncd
