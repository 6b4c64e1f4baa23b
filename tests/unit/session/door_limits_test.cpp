// The same limits at the door itself, over sockets.
#include <atomic>
#include <thread>

#include "tests/unit/session/log_catcher.hpp"
#include "tests/unit/session/phones_door.hpp"

namespace xiangji::syncd {
namespace {

using namespace std::chrono_literals;
using test::FakeDesk;
using test::PhonesDoor;
using test::pushOf;
using test::RawPhone;

const Id kPhone = Id::ofHash("one phone");
const Id kOther = Id::ofHash("another phone");

TEST_F(PhonesDoor, closesAnAddressToMoreStrangersAndLetsInWhoProvesAPhone) {
    const test::LogCatcher log;
    auto wanted = settings();
    wanted.address.mostUnproven = 2;
    FakeDesk desk;
    const auto server = begun(desk, wanted);
    const auto school = proven(*server, kOther);  // Counts no more.
    const auto one = connected(*server);
    const auto two = connected(*server);
    for (int i = 0; i < 3; ++i) {
        RawPhone more;
        more.connect(server->address());
        EXPECT_FALSE(more.shakeHands());
    }
    EXPECT_EQ(server->view().closedByAddress, 3U);
    const auto text = log.text();
    EXPECT_EQ(text.find("closed at once"), text.rfind("closed at once")) << "one line";
    EXPECT_NE(text.find("closed at once"), std::string::npos);
    one->send(test::helloOf(kPhone));
    EXPECT_TRUE(one->reply());
    const auto next = connected(*server);  // In the place that became free.
    school->send(pushOf(1));
    EXPECT_TRUE(school->reply()->has_receipts());
}

TEST_F(PhonesDoor, keepsAQuarterOfItsRoomFromAnyOneAddress) {
    auto wanted = settings();
    wanted.mostConnections = 8;
    FakeDesk desk;
    const auto server = begun(desk, wanted);
    std::vector<std::unique_ptr<RawPhone>> strangers;
    for (int i = 0; i < 6; ++i) {
        strangers.push_back(connected(*server));
    }
    RawPhone more;
    more.connect(server->address());
    EXPECT_FALSE(more.shakeHands());
    EXPECT_EQ(server->view().connections, 6U);
}

TEST_F(PhonesDoor, tellsAPhoneOverItsShareWhenToComeBackAndServesTheOthers) {
    const test::LogCatcher log;
    auto wanted = settings();
    wanted.share.stockEnvelopes = 10;
    wanted.share.envelopesAMinute = 1;
    FakeDesk desk;
    const auto server = begun(desk, wanted);
    const auto greedy = proven(*server, kPhone);
    greedy->send(pushOf(20));
    EXPECT_EQ(greedy->reply()->receipts().receipts_size(), 20) << "what was asked is answered";
    for (int i = 0; i < 3; ++i) {
        greedy->send(pushOf(1));
        const auto reply = greedy->reply();
        ASSERT_EQ(refusalIn(reply), wire::Refusal::CODE_COME_BACK);
        EXPECT_GT(reply->refusal().retry_seconds(), 500U) << "ten are wanting, one a minute";
        EXPECT_LE(reply->refusal().retry_seconds(), 601U);
    }
    const auto again = connected(*server);
    again->send(test::helloOf(kPhone));
    EXPECT_TRUE(again->reply()->has_welcome());
    again->send(pushOf(1));
    EXPECT_EQ(refusalIn(again->reply()), wire::Refusal::CODE_COME_BACK) << "nor on a new line";
    const auto other = proven(*server, kOther);
    other->send(pushOf(1));
    EXPECT_TRUE(other->reply()->has_receipts());
    EXPECT_EQ(server->view().sentAwayByShare, 4U);
    const auto text = log.text();
    EXPECT_EQ(text.find("more than its share ("), text.rfind("more than its share ("))
        << "one line";
    EXPECT_NE(text.find(kPhone.text()), std::string::npos);
}

TEST_F(PhonesDoor, goesOnWithAPhonesNewestConversationsAndCutsItsOldest) {
    auto wanted = settings();
    wanted.mostOfOnePhone = 2;
    FakeDesk desk;
    const auto server = begun(desk, wanted);
    const auto first = proven(*server, kPhone);
    const auto second = proven(*server, kPhone);
    const auto third = proven(*server, kPhone);
    first->waitForEnd();
    for (const auto& phone : {second.get(), third.get()}) {
        phone->send(pushOf(1));
        EXPECT_TRUE(phone->reply()->has_receipts());
    }
    EXPECT_EQ(server->view().cutByNewer, 1U);
}

TEST_F(PhonesDoor, letsANewcomerInOnlyOnceThoseWhoAreInHaveGone) {
    auto wanted = settings();
    wanted.mostVisiting = 1;
    wanted.visit = 1h;
    FakeDesk desk;
    const auto server = begun(desk, wanted);
    auto first = proven(*server, kPhone);
    std::atomic<bool> in = false;
    std::jthread newcomer([&] {
        const auto second = connected(*server);
        in = true;
    });
    for (int i = 0; i < 500; ++i) {
        first->send(pushOf(1));
        EXPECT_TRUE(first->reply()->has_receipts());
        if (in) {
            ADD_FAILURE() << "after " << i << " questions of the first";
            break;
        }
    }
    first.reset();
    newcomer.join();
    EXPECT_TRUE(in);
}

TEST_F(PhonesDoor, letsANewcomerInBesideOneWhoIsSilent) {
    auto wanted = settings();
    wanted.mostVisiting = 1;
    wanted.visit = 1ms;
    FakeDesk desk;
    const auto server = begun(desk, wanted);
    const auto silent = proven(*server, kPhone);
    const auto second = proven(*server, kOther);
    for (const auto& phone : {silent.get(), second.get()}) {
        phone->send(pushOf(1));
        EXPECT_TRUE(phone->reply()->has_receipts());
    }
}

}  // namespace
}  // namespace xiangji::syncd
