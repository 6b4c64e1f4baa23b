#include "syncd/session/desk_question.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>

namespace xiangji::syncd {

namespace asio = boost::asio;

namespace {

/// A question at the desk, shared by the one who waits and by the desk.
struct Asked {
    std::mutex guard;
    asio::steady_timer* waiting = nullptr;  ///< the waiting one's; null once nobody waits
    std::optional<wire::Reply> reply;
    QuestionPlaces places;
};

void takeAnswer(const std::shared_ptr<Asked>& asked, wire::Reply reply) {
    const std::lock_guard lock(asked->guard);
    asked->places =
        {};  // Before the phone can have the reply: its next request must find its turn free.
    if (asked->waiting == nullptr) {
        return;
    }
    asked->reply = std::move(reply);
    asio::post(asked->waiting->get_executor(), [asked] {
        const std::lock_guard inner(asked->guard);
        if (asked->waiting != nullptr) {
            asked->waiting->cancel();
        }
    });
}

/// However a wait ends, the desk must not touch the timer afterwards.
struct WaitEnds {
    std::shared_ptr<Asked> asked;
    ~WaitEnds() {
        const std::lock_guard lock(asked->guard);
        asked->waiting = nullptr;
    }
};

}  // namespace

asio::awaitable<std::optional<wire::Reply>> askDesk(Desk& desk, std::shared_ptr<Caller> caller,
                                                    wire::Request request, QuestionPlaces places,
                                                    asio::steady_timer& waiting,
                                                    std::chrono::milliseconds deadline) {
    const auto asked = std::make_shared<Asked>();
    asked->waiting = &waiting;
    asked->places = std::move(places);
    const WaitEnds ends{asked};
    waiting.expires_after(deadline);
    desk.ask(std::move(caller), std::move(request),
             [asked](wire::Reply reply) { takeAnswer(asked, std::move(reply)); });
    co_await waiting.async_wait(asio::as_tuple(asio::use_awaitable));
    const std::lock_guard lock(asked->guard);
    co_return std::move(asked->reply);
}

}  // namespace xiangji::syncd
