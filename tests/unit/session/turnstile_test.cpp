#include "syncd/session/turnstile.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

namespace xiangji::syncd {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// People at a turnstile, on one thread, each with a timer of its own.
struct Door : testing::Test {
    struct Guest {
        explicit Guest(asio::io_context& io) : timer(io) {}
        asio::steady_timer timer;
        Turnstile::Place place;
        bool done = false;
    };

    std::shared_ptr<Guest> comes(const std::string& name, Turnstile::Who who,
                                 std::chrono::milliseconds patience = 60s) {
        auto guest = std::make_shared<Guest>(io);
        guest->timer.expires_after(patience);
        asio::co_spawn(
            io,
            [this, guest, name, who]() -> asio::awaitable<void> {
                guest->place = co_await turnstile->enter(who, guest->timer);
                guest->done = true;
                if (guest->place) {
                    entered.push_back(name);
                }
            },
            asio::detached);
        io.restart();
        io.poll();
        return guest;
    }
    void leaves(const std::shared_ptr<Guest>& guest) {
        guest->place.reset();
        io.restart();
        io.poll();
    }

    asio::io_context io;
    std::shared_ptr<Turnstile> turnstile = std::make_shared<Turnstile>(2);
    std::vector<std::string> entered;
};

using Who = Turnstile::Who;
using Names = std::vector<std::string>;

TEST_F(Door, letsInAsManyAsThereArePlaces) {
    const auto first = comes("first", Who::newcomer);
    const auto second = comes("second", Who::newcomer);
    const auto third = comes("third", Who::newcomer);
    EXPECT_EQ(entered, (Names{"first", "second"}));
    EXPECT_FALSE(third->done);
    leaves(first);
    EXPECT_EQ(entered, (Names{"first", "second", "third"}));
}

TEST_F(Door, thoseInsideGoBeforeNewcomersAndEachInTheirOrder) {
    const auto first = comes("first", Who::newcomer);
    const auto second = comes("second", Who::newcomer);
    std::vector<std::shared_ptr<Guest>> waiting;
    for (const char* name : {"new 1", "new 2"}) {
        waiting.push_back(comes(name, Who::newcomer));
    }
    for (const char* name : {"in 1", "in 2"}) {
        waiting.push_back(comes(name, Who::inside));
    }
    leaves(first);
    leaves(second);
    leaves(waiting[2]);
    leaves(waiting[3]);
    EXPECT_EQ(entered, (Names{"first", "second", "in 1", "in 2", "new 1", "new 2"}));
}

TEST_F(Door, whoHasWaitedLongEnoughGetsNoneAndLosesNobodyElseTheirs) {
    const auto first = comes("first", Who::newcomer);
    const auto second = comes("second", Who::newcomer);
    const auto hasty = comes("hasty", Who::newcomer, 0ms);
    const auto patient = comes("patient", Who::newcomer);
    while (!hasty->done) {
        io.restart();
        io.run_one();
    }
    EXPECT_FALSE(hasty->place);
    leaves(first);
    EXPECT_EQ(entered, (Names{"first", "second", "patient"}));
    leaves(second);
    leaves(patient);
    const auto one = comes("one", Who::newcomer);
    const auto two = comes("two", Who::newcomer);
    EXPECT_TRUE(one->place && two->place) << "every place came back";
}

}  // namespace
}  // namespace xiangji::syncd
