#include "core/merge/lineage.hpp"

#include <algorithm>

namespace xiangji {

bool Lineage::add(Epoch epoch) {
    if (knows(epoch.id)) {
        return false;
    }
    epochs_.push_back(std::move(epoch));
    return true;
}

const Epoch* Lineage::find(const Id& epoch) const {
    const auto found = std::find_if(epochs_.begin(), epochs_.end(),
                                    [&](const Epoch& one) { return one.id == epoch; });
    return found == epochs_.end() ? nullptr : &*found;
}

std::vector<std::pair<Id, Lsn>> Lineage::line(const Id& epoch) const {
    std::vector<std::pair<Id, Lsn>> line;
    Lsn reach = kWhole;
    // Records that go in circles end with their number.
    for (const Epoch* at = find(epoch); at != nullptr && line.size() < epochs_.size();
         at = find(at->parent)) {
        line.emplace_back(at->id, reach);
        reach = std::min(reach, at->forkLsn);
    }
    return line;
}

std::optional<Lsn> Lineage::shared(const Id& a, const Id& b) const {
    if (a == b) {
        return kWhole;
    }
    const auto ours = line(a);
    for (const auto& [theirs, reach] : line(b)) {
        const auto met = std::find_if(ours.begin(), ours.end(), [id = theirs](const auto& place) {
            return place.first == id;
        });
        if (met != ours.end()) {
            return std::min(met->second, reach);
        }
    }
    return std::nullopt;
}

Instant Lineage::beganMs(const Id& epoch) const {
    const Epoch* found = find(epoch);
    return found == nullptr ? 0 : found->beganMs;
}

Instant Lineage::lastBeganMs() const {
    Instant last = 0;
    for (const auto& epoch : epochs_) {
        last = std::max(last, epoch.beganMs);
    }
    return last;
}

Id Lineage::writtenIn(const Id& epoch, Lsn lsn) const {
    Id writer = epoch;
    for (const auto& [id, reach] : line(epoch)) {
        if (lsn > reach) {
            break;
        }
        writer = id;
    }
    return writer;
}

}  // namespace xiangji
