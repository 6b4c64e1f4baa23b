#pragma once

#include <map>
#include <vector>

#include "core/merge/lineage.hpp"
#include "tests/support/memory_store.hpp"

namespace xiangji::sim {

/// The lives of a centre as a tree, walked by itself: nothing of core/merge's lineage but the
/// records.
class Lives {
 public:
    explicit Lives(const syncd::test::MemoryStore& store) : now_(store.identity->epoch) {
        for (const auto& epoch : store.epochs) {
            lives_[epoch.id] = epoch;
        }
    }

    /// True once a backup was put back.
    [[nodiscard]] bool several() const { return lives_.size() > 1; }
    /// Up to which place of its log a life has what the present one has.
    [[nodiscard]] Lsn sharedBy(const Id& life) const {
        std::map<Id, Lsn> ours;
        for (auto [at, reach] = std::pair(now_, Lineage::kWhole); lives_.contains(at);) {
            ours[at] = reach;
            reach = std::min(reach, lives_.at(at).forkLsn);
            at = lives_.at(at).parent;
        }
        for (auto [at, reach] = std::pair(life, Lineage::kWhole); lives_.contains(at);) {
            if (const auto met = ours.find(at); met != ours.end()) {
                return std::min(reach, met->second);
            }
            reach = std::min(reach, lives_.at(at).forkLsn);
            at = lives_.at(at).parent;
        }
        return 0;
    }
    /// When a place of a life's log was written, among all lives.
    [[nodiscard]] std::pair<Instant, Lsn> moment(const Id& life, Lsn lsn) const {
        const auto found = lives_.find(life);
        return {found == lives_.end() ? 0 : found->second.beganMs, lsn};
    }
    /// The same, of the present life's log: what lies before a fork is its parent's.
    [[nodiscard]] std::pair<Instant, Lsn> momentHere(Lsn lsn) const {
        Id at = now_;
        while (lives_.contains(at) && lsn <= lives_.at(at).forkLsn &&
               lives_.contains(lives_.at(at).parent)) {
            at = lives_.at(at).parent;
        }
        return moment(at, lsn);
    }

 private:
    Id now_;
    std::map<Id, Epoch> lives_;
};

}  // namespace xiangji::sim
