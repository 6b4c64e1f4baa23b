#include "syncd/session/company.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace xiangji::syncd {

Company::Place Company::join(const Id& device, std::function<void()> cut) {
    std::function<void()> oldest;
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(guard_);
        auto& group = groups_[device];
        number = ++next_;
        group.members.push_back({number, std::move(cut)});
        if (group.members.size() > mostOfOne_) {
            oldest = std::move(group.members.front().cut);
            group.members.pop_front();
            ++cut_;
            if (!std::exchange(group.told, true)) {
                spdlog::warn(
                    "phone {} talks on more than {} connections at once; the oldest are cut",
                    device.text(), mostOfOne_);
            }
        }
    }
    if (oldest) {
        oldest();
    }
    return {this,
            [self = shared_from_this(), device, number](void*) { self->leave(device, number); }};
}

void Company::leave(const Id& device, std::uint64_t number) {
    const std::lock_guard lock(guard_);
    const auto found = groups_.find(device);
    if (found == groups_.end()) {
        return;
    }
    std::erase_if(found->second.members,
                  [&](const Member& member) { return member.number == number; });
    if (found->second.members.empty()) {
        groups_.erase(found);
    }
}

std::uint64_t Company::cut() const {
    const std::lock_guard lock(guard_);
    return cut_;
}

}  // namespace xiangji::syncd
