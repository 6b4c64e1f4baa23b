#pragma once

#include <map>
#include <set>

#include "tests/sim/phone/phone.hpp"

namespace xiangji::sim {

/// What a restore must not lose for good: noted when a backup is put back, asked after when all has
/// come to rest (P8).
class Keepsakes {
 public:
    /// What a phone holds of the lives that are cut off, right after a restore.
    void note(Phone& phone, const syncd::test::MemoryStore& store, const Ledger& ledger);
    /// A backup was put back: what waits there waits in another life.
    void beginLife(const syncd::test::MemoryStore& store);
    /// What waits by now: whatever it comes to is decided anew, though its phone has another life's
    /// receipt for it. Its proposal may come back after an answer, and what the phone wrote in its
    /// row before goes before it.
    void noteWaiting(const syncd::test::MemoryStore& store);
    /// That phone was set back: it holds what its copy holds.
    void forget(const Id& device);

    /// Verdicts and stamps stand, nobody revoked is back, rows of others are back or proposed.
    void check(Centre& centre, const Ledger& ledger, Findings& findings) const;
    /// What this phone holds of its own is at the centre again.
    void checkGivenBack(Phone& phone, Centre& centre, const Ledger& ledger,
                        Findings& findings) const;

    std::set<Ledger::Name> carried;  ///< came in a bundle, without the receipt they may have had
    std::set<Id> revoked;            ///< by the office, whenever
    std::set<syncd::test::MemoryStore::RowKey> dismissed;  ///< by the office, after a restore

 private:
    [[nodiscard]] bool hasWaited(const Ledger::Name& name) const;

    std::set<std::pair<Id, std::uint64_t>> waited_;  ///< in whole or in part, in this life
    std::set<Ledger::Name> receipted_;               ///< that had a receipt lying with them
    std::map<Id, std::set<syncd::test::MemoryStore::RowKey>> pulled_;  ///< rows of others
};

}  // namespace xiangji::sim
