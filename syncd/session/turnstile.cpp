#include "syncd/session/turnstile.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace xiangji::syncd {

namespace asio = boost::asio;

Turnstile::Place Turnstile::taken() {
    return {this, [self = shared_from_this()](void*) { self->giveBack(); }};
}

void Turnstile::giveBack() {
    const std::lock_guard lock(guard_);
    while (!inside_.empty() || !newcomers_.empty()) {
        auto& queue = inside_.empty() ? newcomers_ : inside_;
        const auto next = std::move(queue.front());
        queue.pop_front();
        if (next->timer == nullptr) {
            continue;
        }
        next->place = taken();
        asio::post(next->timer->get_executor(), [self = shared_from_this(), next] {
            const std::lock_guard inner(self->guard_);
            if (next->timer != nullptr) {
                next->timer->cancel();
            }
        });
        return;
    }
    ++free_;
}

asio::awaitable<Turnstile::Place> Turnstile::enter(Who who, asio::steady_timer& waiting) {
    const auto self = shared_from_this();
    const auto mine = std::make_shared<Waiting>();
    {
        const std::lock_guard lock(guard_);
        if (free_ > 0) {
            --free_;
            co_return taken();
        }
        mine->timer = &waiting;
        (who == Who::inside ? inside_ : newcomers_).push_back(mine);
    }
    co_await waiting.async_wait(asio::as_tuple(asio::use_awaitable));
    const std::lock_guard lock(guard_);
    mine->timer = nullptr;
    co_return std::move(mine->place);
}

}  // namespace xiangji::syncd
