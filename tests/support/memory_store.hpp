#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "syncd/central/central.hpp"

namespace xiangji::syncd::test {

/// What a central database holds, as plain containers: the second, obvious answer that SQLite's is
/// compared with.
struct MemoryStore {
    using RowKey = std::pair<TypeNumber, Id>;
    struct Aside {
        Bytes envelope;
        std::string reason;
        Instant atMs = 0;
    };

    std::optional<CentralIdentity> identity;
    std::vector<Epoch> epochs;  ///< as they came
    std::map<RowKey, RowState> rows;
    std::map<Lsn, RowKey> feed;
    std::vector<LogLine> log;  ///< LSN 1 first
    std::map<Id, DeviceRow> devices;
    std::map<Bytes, InvitationRow> invitations;
    std::map<std::pair<Id, std::uint64_t>, EnvelopeRow> envelopes;
    std::map<std::tuple<Id, std::uint64_t, Bytes>, Aside> aside;  ///< by the bytes put aside
    std::map<Id, AsideRow> changesAside;
    std::set<std::tuple<Id, TypeNumber, Id>> turnedAway;
    std::map<Bytes, ProposalRow> proposals;
    std::map<Id, RecoveryRow> recoveries;
    std::map<std::tuple<TypeNumber, Id, Id>, Lsn> lefts;  ///< type, row, unit that it left

    [[nodiscard]] LogHead head() const;
    [[nodiscard]] const RowState* row(TypeNumber type, const Id& id) const;
    /// Where a row stands in the feed; none = everybody sees it.
    [[nodiscard]] static Id unitOf(const RecordType& type, const Id& id, const RowState& state);
    /// Beside a row, by LSN.
    [[nodiscard]] std::vector<ProposalRow> proposalsOf(TypeNumber type, const Id& row) const;
    /// Changes that a choice takes, as they came.
    [[nodiscard]] std::vector<AsideRow> asideOf(
        const std::function<bool(const AsideRow&)>& taken) const;
    /// Every row of a scope after a place in the feed, as it is now; good until the store changes.
    struct Place {
        const RecordType* type = nullptr;
        Id id;
        Lsn lsn = 0;
        const RowState* state = nullptr;
        bool left = false;  ///< it moved out of the scope
    };
    [[nodiscard]] std::vector<Place> after(const Catalogue& catalogue, const FeedScope& scope,
                                           Lsn after) const;
};

/// Undoes what a transaction did to a store, step by step.
class Undoing {
 public:
    explicit Undoing(MemoryStore& store) : store_(store) {}

    void note(std::function<void(MemoryStore&)> step) { steps_.push_back(std::move(step)); }
    template <typename Map, typename Key>
    void noteEntry(Map MemoryStore::* map, const Key& key) {
        const auto found = (store_.*map).find(key);
        if (found == (store_.*map).end()) {
            note([map, key](MemoryStore& store) { (store.*map).erase(key); });
        } else {
            note([map, key, before = found->second](MemoryStore& store) {
                (store.*map)[key] = before;
            });
        }
    }
    [[nodiscard]] std::size_t size() const { return steps_.size(); }
    void backTo(std::size_t size) {
        while (steps_.size() > size) {
            steps_.back()(store_);
            steps_.pop_back();
        }
    }

 private:
    MemoryStore& store_;
    std::vector<std::function<void(MemoryStore&)>> steps_;
};

}  // namespace xiangji::syncd::test
