#include "syncd/session/in_flight.hpp"

#include <functional>
#include <utility>

namespace xiangji::syncd {

namespace {

/// A shared pointer that owns no memory; its end runs `give`.
InFlight::Place placeIn(InFlight* room, std::function<void()> give) {
    return {room, [give = std::move(give)](void*) { give(); }};
}

}  // namespace

InFlight::Place InFlight::bytes(std::size_t count) {
    const std::lock_guard lock(guard_);
    if (count > mostBytes_ - held_) {
        return {};
    }
    held_ += count;
    return placeIn(this, [self = shared_from_this(), count] {
        const std::lock_guard inner(self->guard_);
        self->held_ -= count;
    });
}

InFlight::Place InFlight::turn(const Id& device) {
    const std::lock_guard lock(guard_);
    if (!devices_.insert(device).second) {
        return {};
    }
    return placeIn(this, [self = shared_from_this(), device] {
        const std::lock_guard inner(self->guard_);
        self->devices_.erase(device);
    });
}

}  // namespace xiangji::syncd
