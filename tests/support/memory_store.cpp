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

std::vector<MemoryStore::Place> MemoryStore::after(const Catalogue& catalogue,
                                                   const FeedScope& scope, Lsn after) const {
    const std::set<Id> units(scope.units.begin(), scope.units.end());
    std::vector<Place> found;
    for (auto at = feed.upper_bound(after); at != feed.end(); ++at) {
        const auto& [lsn, key] = *at;
        const RecordType* type = catalogue.find(key.first);
        const auto& state = rows.at(key);
        const auto home = state.fields.find(common::kHomeOrg);
        Id unit = home == state.fields.end() ? Id{} : idIn(home->second);
        if (type->name == "unit") {
            unit = key.second;
        }
        const bool everyone = type->rules.scope() == SCOPE_EVERYONE;
        if ((everyone || (!unit.isNone() && units.contains(unit))) && scope.mayRead(*type, unit)) {
            found.push_back({type, key.second, lsn, &state});
        }
    }
    return found;
}

}  // namespace xiangji::syncd::test
