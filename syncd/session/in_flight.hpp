#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <set>

#include "core/base/id.hpp"

namespace xiangji::syncd {

/// What all conversations together hold at one moment: bytes of requests and answers, and the
/// phones whose request is with the desk. Keeps memory bounded however many phones come at once,
/// and one phone to one request. Safe from any thread.
class InFlight : public std::enable_shared_from_this<InFlight> {
 public:
    /// A place taken; given back when the last owner lets go of it, wherever that is.
    using Place = std::shared_ptr<void>;

    explicit InFlight(std::size_t mostBytes) : mostBytes_(mostBytes) {}

    /// Nothing if they don't fit now.
    [[nodiscard]] Place bytes(std::size_t count);
    /// Nothing if a request of this phone is still with the desk, perhaps from a connection that
    /// has ended meanwhile.
    [[nodiscard]] Place turn(const Id& device);

 private:
    const std::size_t mostBytes_;
    std::mutex guard_;
    std::size_t held_ = 0;
    std::set<Id> devices_;
};

}  // namespace xiangji::syncd
