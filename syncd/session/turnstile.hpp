#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

namespace xiangji::syncd {

/// How many conversations are worked on at once, so that whoever is in is done soon, however many
/// stand outside: first those who are in already, then newcomers, each in their order. A place is
/// for work, not for waiting: who waits for the other side gives it back. Safe from any thread.
class Turnstile : public std::enable_shared_from_this<Turnstile> {
 public:
    /// A place; given back when the last owner lets go of it, wherever that is.
    using Place = std::shared_ptr<void>;
    enum class Who { inside, newcomer };

    explicit Turnstile(std::size_t places) : free_(places) {}

    /// Waits for a place on `waiting`, the caller's timer, whose expiry the caller has set and on
    /// whose strand this runs. None: the timer expired, or was cancelled.
    [[nodiscard]] boost::asio::awaitable<Place> enter(Who who, boost::asio::steady_timer& waiting);

 private:
    struct Waiting {
        boost::asio::steady_timer* timer = nullptr;  ///< null once nobody waits
        Place place;
    };
    [[nodiscard]] Place taken();
    void giveBack();

    std::mutex guard_;
    std::size_t free_;
    std::deque<std::shared_ptr<Waiting>> inside_;
    std::deque<std::shared_ptr<Waiting>> newcomers_;
};

}  // namespace xiangji::syncd
