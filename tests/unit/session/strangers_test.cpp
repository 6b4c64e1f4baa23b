// What somebody at the door is told who is no phone of ours, or not yet.
#include <atomic>

#include "syncd/session/guesses.hpp"
#include "tests/unit/session/log_catcher.hpp"
#include "tests/unit/session/phones_door.hpp"

namespace xiangji::syncd {
namespace {

using test::FakeDesk;
using test::PhonesDoor;
using test::RawPhone;

TEST_F(PhonesDoor, speaksNothingOlderThanTls13) {
    FakeDesk desk;
    const auto server = begun(desk);
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION}) {
        RawPhone old(version);
        old.connect(server->address());
        EXPECT_FALSE(old.shakeHands()) << version;
    }
    RawPhone current;
    current.connect(server->address());
    EXPECT_TRUE(current.shakeHands());
}

TEST_F(PhonesDoor, letsNobodyChooseAKeyExchangeThatCostsItDear) {
    FakeDesk desk;
    const auto server = begun(desk);
    for (const char* dear : {"ffdhe8192", "ffdhe2048", "P-521", "X448"}) {
        RawPhone phone;
        phone.insistOn(dear);
        phone.connect(server->address());
        EXPECT_FALSE(phone.shakeHands()) << dear;
    }
    for (const char* usual : {"X25519", "P-256"}) {
        RawPhone phone;
        phone.insistOn(usual);
        phone.connect(server->address());
        EXPECT_TRUE(phone.shakeHands()) << usual;
    }
}

TEST_F(PhonesDoor, looksAtNoMoreInvitationsWhereTooManyWereWrong) {
    const test::LogCatcher log;
    std::atomic<int> asked = 0;
    FakeDesk desk(
        [&](const std::shared_ptr<Caller>&, const wire::Request&, const Desk::Done& done) {
            ++asked;
            wire::Reply reply;
            reply.mutable_refusal()->set_code(wire::Refusal::CODE_BAD_INVITATION);
            done(reply);
        });
    const auto server = begun(desk);
    wire::Request join;
    join.mutable_join()->set_secret(Bytes(16, 's'));
    for (int i = 0; i < Guesses::kMost; ++i) {
        const auto phone = connected(*server);
        phone->send(join);
        EXPECT_EQ(refusalIn(phone->reply()), wire::Refusal::CODE_BAD_INVITATION);
    }
    const auto phone = connected(*server);
    phone->send(join);
    const auto reply = phone->reply();
    EXPECT_EQ(refusalIn(reply), wire::Refusal::CODE_COME_BACK);
    EXPECT_GT(reply->refusal().retry_seconds(), 500U);
    EXPECT_EQ(asked, Guesses::kMost);
    EXPECT_NE(log.text().find("invitations were wrong"), std::string::npos);
}

}  // namespace
}  // namespace xiangji::syncd
