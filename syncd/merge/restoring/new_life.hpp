#pragma once

#include "syncd/merge/authority.hpp"
#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// A new life (epoch) for a central database that was put back from a backup, before a desk opens
/// it: it names the life it comes from and where it forks off. Revocations are carried out again by
/// Desk::open. Needs no files: a test calls it on any older copy of a central database.
[[nodiscard]] Result<Epoch> startNewLife(const Desk::Seats& seats);

/// Revocations of the book that this database does not know of, carried out. Phones it has never
/// heard of stay in the book and are met when they come.
[[nodiscard]] Outcome revokeAgain(const Desk::Seats& seats, const CentralIdentity& identity,
                                  Authority& authority);

}  // namespace xiangji::syncd
