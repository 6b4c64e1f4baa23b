#include "tests/support/memory_store.hpp"

#include <algorithm>

namespace xiangji::syncd::test {

LogHead MemoryStore::head() const {
    LogHead head;
    if (!log.empty()) {
        head.lsn = log.back().lsn;
        head.hash = log.back().hash;
        for (const auto& line : log) {
            head.lastMs = std::max(head.lastMs, line.receivedMs);
        }
    }
    return head;
}

const RowState* MemoryStore::row(TypeNumber type, const Id& id) const {
    const auto found = rows.find({type, id});
    return found == rows.end() ? nullptr : &found->second;
}

Id MemoryStore::unitOf(const RecordType& type, const Id& id, const RowState& state) {
    if (type.rules.scope() == SCOPE_EVERYONE) {
        return {};
    }
    const auto home = state.fields.find(common::kHomeOrg);
    return type.name == "unit" ? id : home == state.fields.end() ? Id{} : idIn(home->second);
}

std::vector<ProposalRow> MemoryStore::proposalsOf(TypeNumber type, const Id& row) const {
    std::vector<ProposalRow> found;
    for (const auto& [id, proposal] : proposals) {
        if (proposal.type == type && proposal.row == row) {
            found.push_back(proposal);
        }
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.lsn < b.lsn; });
    return found;
}

std::vector<AsideRow> MemoryStore::asideOf(
    const std::function<bool(const AsideRow&)>& taken) const {
    std::vector<AsideRow> found;
    for (const auto& [id, aside] : changesAside) {
        if (taken(aside)) {
            found.push_back(aside);
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(a.receivedMs, a.device, a.seq, a.place) <
               std::tie(b.receivedMs, b.device, b.seq, b.place);
    });
    return found;
}

std::vector<MemoryStore::Place> MemoryStore::after(const Catalogue& catalogue,
                                                   const FeedScope& scope, Lsn after) const {
    const std::set<Id> units(scope.units.begin(), scope.units.end());
    const auto seen = [&](const RecordType& type, const Id& unit) {
        return (type.rules.scope() == SCOPE_EVERYONE || (!unit.isNone() && units.contains(unit))) &&
               scope.mayRead(type, unit);
    };
    std::vector<Place> found;
    for (auto at = feed.upper_bound(after); at != feed.end(); ++at) {
        const auto& [lsn, key] = *at;
        const RecordType* type = catalogue.find(key.first);
        const auto& state = rows.at(key);
        if (seen(*type, unitOf(*type, key.second, state))) {
            found.push_back({type, key.second, lsn, &state});
        }
    }
    for (const auto& [place, lsn] : lefts) {
        const auto& [number, id, unit] = place;
        const RecordType* type = catalogue.find(number);
        const auto& state = rows.at({number, id});
        if (lsn > after && seen(*type, unit) && !seen(*type, unitOf(*type, id, state))) {
            found.push_back({type, id, lsn, &state, true});
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tuple(a.lsn, !a.left) < std::tuple(b.lsn, !b.left);
    });
    return found;
}

}  // namespace xiangji::syncd::test
