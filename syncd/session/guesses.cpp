#include "syncd/session/guesses.hpp"

#include <algorithm>

namespace xiangji::syncd {

std::chrono::seconds Guesses::wait(const std::string& address, Time now) {
    const std::lock_guard lock(guard_);
    const auto found = counted_.find(address);
    if (found == counted_.end() || found->second.wrong < kMost) {
        return std::chrono::seconds(0);
    }
    const auto left = found->second.since + kWindow - now;
    return std::max(std::chrono::seconds(0), std::chrono::ceil<std::chrono::seconds>(left));
}

bool Guesses::wrong(const std::string& address, Time now) {
    const std::lock_guard lock(guard_);
    forgetOld(now);
    auto& counted = counted_.try_emplace(address, Counted{now, 0}).first->second;
    return ++counted.wrong == kMost;
}

void Guesses::forgetOld(Time now) {
    std::erase_if(counted_, [&](const auto& entry) { return entry.second.since + kWindow <= now; });
    if (counted_.size() >= kMostAddresses) {
        // Somebody has thousands of addresses: the one that began first is looked at again.
        counted_.erase(std::min_element(counted_.begin(), counted_.end(),
                                        [](const auto& one, const auto& other) {
                                            return one.second.since < other.second.since;
                                        }));
    }
}

}  // namespace xiangji::syncd
