#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/base/id.hpp"

namespace xiangji::syncd {

/// A phone's conversations at once: a few, because it may ask for a history while it syncs and a
/// line may die without a word; beyond that the newest goes on and the oldest is cut. What that one
/// had asked is asked again and counts once. Safe from any thread.
class Company : public std::enable_shared_from_this<Company> {
 public:
    /// Held while the conversation lasts.
    using Place = std::shared_ptr<void>;

    explicit Company(std::size_t mostOfOne) : mostOfOne_(mostOfOne) {}

    /// `cut` may be called later, once, from another conversation's thread. The first time that a
    /// phone has too many is a line in the log, until all of them have ended.
    [[nodiscard]] Place join(const Id& device, std::function<void()> cut);
    /// Conversations cut since the beginning.
    [[nodiscard]] std::uint64_t cut() const;

 private:
    struct Member {
        std::uint64_t number = 0;
        std::function<void()> cut;
    };
    struct Group {
        std::deque<Member> members;  ///< oldest first
        bool told = false;
    };
    void leave(const Id& device, std::uint64_t number);

    const std::size_t mostOfOne_;
    mutable std::mutex guard_;
    std::unordered_map<Id, Group> groups_;
    std::uint64_t next_ = 0;
    std::uint64_t cut_ = 0;
};

}  // namespace xiangji::syncd
