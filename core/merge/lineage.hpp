#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/merge/heads.hpp"

namespace xiangji {

/// One life of a central database. A restored one starts a new life: its parent's first `forkLsn`
/// changes, then its own.
struct Epoch {
    Id id;
    Id parent;  ///< none for the first
    Lsn forkLsn = 0;
    Bytes forkHash;  ///< chain hash at forkLsn; empty at 0
    Instant beganMs = 0;
    Bytes record;  ///< wire::EpochRecord as the centre signed it; empty for the first
};

/// The lives of one centre as a tree: after two restores of one backup they are siblings.
class Lineage {
 public:
    static constexpr Lsn kWhole = std::numeric_limits<Lsn>::max();

    Lineage() = default;
    /// In any order. A life whose parent is not there hangs on nothing until `add` brings it.
    explicit Lineage(std::vector<Epoch> epochs) : epochs_(std::move(epochs)) {}

    /// False: it is there already, and stays as it was.
    bool add(Epoch epoch);
    [[nodiscard]] bool knows(const Id& epoch) const { return find(epoch) != nullptr; }
    [[nodiscard]] const std::vector<Epoch>& all() const { return epochs_; }

    /// The LSN up to which two lives have the same history: kWhole for one and the same, nothing
    /// where no common beginning is known.
    [[nodiscard]] std::optional<Lsn> shared(const Id& a, const Id& b) const;
    /// When it began; 0 for an unknown one. No two lives of a centre begin at the same moment.
    [[nodiscard]] Instant beganMs(const Id& epoch) const;
    [[nodiscard]] Instant lastBeganMs() const;
    /// The life in which the change at `lsn` of `epoch`'s history was written.
    [[nodiscard]] Id writtenIn(const Id& epoch, Lsn lsn) const;

 private:
    [[nodiscard]] const Epoch* find(const Id& epoch) const;
    /// From an epoch to its first known ancestor, each with the LSN up to which it is shared.
    [[nodiscard]] std::vector<std::pair<Id, Lsn>> line(const Id& epoch) const;
    std::vector<Epoch> epochs_;
};

}  // namespace xiangji
