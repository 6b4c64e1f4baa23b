#include "syncd/session/server.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>

#include "core/net/tls_link.hpp"
#include "tests/unit/session/log_catcher.hpp"
#include "tests/unit/session/phones_door.hpp"

namespace xiangji::syncd {
namespace {

using namespace std::chrono_literals;
using test::FakeDesk;
using test::helloOf;
using test::PhonesDoor;
using test::pushOf;
using test::RawPhone;
using test::SlowDesk;

const Id kPhone = Id::ofHash("one phone");
const Id kOther = Id::ofHash("another phone");

TEST_F(PhonesDoor, answersAPhonesQuestionsInOrder) {
    FakeDesk desk;
    const auto server = begun(desk);
    auto link = TlsLinkMaker().connect({"127.0.0.1", server->address().port, identity().pin()});
    ASSERT_TRUE(link) << link.error().detail;
    ASSERT_TRUE((*link)->call(helloOf(kPhone).SerializeAsString()));
    for (int envelopes = 0; envelopes < 20; ++envelopes) {
        const auto bytes = (*link)->call(pushOf(envelopes).SerializeAsString());
        ASSERT_TRUE(bytes) << bytes.error().detail;
        wire::Reply reply;
        ASSERT_TRUE(reply.ParseFromString(*bytes));
        EXPECT_EQ(reply.receipts().receipts_size(), envelopes);
    }
}

TEST_F(PhonesDoor, givesTheDeskTheExporterThatThePhoneSigns) {
    std::promise<Bytes> seen;
    FakeDesk desk([&](const auto& caller, const auto& request, const auto& done) {
        seen.set_value(caller->exporter);
        FakeDesk::polite(caller, request, done);
    });
    const auto server = begun(desk);
    auto link = TlsLinkMaker().connect({"127.0.0.1", server->address().port, identity().pin()});
    ASSERT_TRUE(link) << link.error().detail;
    ASSERT_TRUE((*link)->call(helloOf(kPhone).SerializeAsString()));
    EXPECT_EQ(seen.get_future().get(), (*link)->exporter());
}

TEST_F(PhonesDoor, showsANewKeyToWhoComesNextAndLetsConversationsGoOn) {
    FakeDesk desk;
    const auto server = begun(desk);
    const Address known{"127.0.0.1", server->address().port, identity().pin()};
    auto before = TlsLinkMaker().connect(known);
    ASSERT_TRUE(before) << before.error().detail;
    ASSERT_TRUE((*before)->call(helloOf(kPhone).SerializeAsString()));
    const auto next = *TlsIdentity::make();
    server->show(*identity().naming(next)->succeededBy(next));
    EXPECT_TRUE((*before)->call(pushOf(3).SerializeAsString())) << "a conversation goes on";
    auto after = TlsLinkMaker().connect(known);
    ASSERT_TRUE(after) << after.error().detail;
    EXPECT_EQ((*after)->newPins(), (Pins{next.pin(), {}}));
    ASSERT_TRUE((*after)->call(helloOf(kPhone).SerializeAsString()));
}

TEST_F(PhonesDoor, carriesFramesOfNearlyAMebibyteBothWays) {
    FakeDesk desk([](const auto& caller, const auto& request, const auto& done) {
        if (!request.has_pull()) {
            FakeDesk::polite(caller, request, done);
            return;
        }
        wire::Reply reply;
        reply.mutable_page()->set_head_hash(Bytes(1'000'000, 'x'));
        done(reply);
    });
    const auto server = begun(desk);
    const auto phone = proven(*server, kPhone);
    phone->send(pushOf(1, 1'000'000));
    const auto receipts = phone->reply();
    ASSERT_TRUE(receipts);
    EXPECT_EQ(receipts->receipts().receipts_size(), 1);
    wire::Request pull;
    pull.mutable_pull();
    phone->send(pull);
    const auto page = phone->reply();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->page().head_hash().size(), 1'000'000U);
}

TEST_F(PhonesDoor, saysWhatIsMalformedAndHangsUp) {
    FakeDesk desk;
    const auto server = begun(desk);
    const std::pair<const char*, Bytes> rude[] = {
        {"no protobuf", *framed("\xff\xff\xff")},
        {"no question in it", *framed("\x38\x01")},
        {"nested too deep", *framed(Bytes(200, '\x0b'))},
        {"empty", Bytes(4, '\0')},
        {"longer than a frame may be", Bytes("\x00\x10\x00\x01 and so on", 14)},
    };
    for (const auto& [what, bytes] : rude) {
        const auto phone = proven(*server, kPhone);
        phone->send(bytes);
        EXPECT_EQ(refusalIn(phone->reply()), wire::Refusal::CODE_MALFORMED) << what;
        phone->waitForEnd();
    }
}

TEST_F(PhonesDoor, letsAStrangerSendOnlySmallFrames) {
    FakeDesk desk;
    const auto server = begun(desk);
    const auto stranger = connected(*server);
    stranger->send(pushOf(1, 20'000));
    EXPECT_EQ(refusalIn(stranger->reply()), wire::Refusal::CODE_MALFORMED);
    stranger->waitForEnd();
}

TEST_F(PhonesDoor, isPatientWithAStrangerForFourQuestionsOnly) {
    FakeDesk desk;
    const auto server = begun(desk);
    const auto stranger = connected(*server);
    for (int question = 0; question < 4; ++question) {
        stranger->send(pushOf(1));
        EXPECT_TRUE(stranger->reply());
    }
    stranger->waitForEnd();
}

TEST_F(PhonesDoor, hangsUpOnASilentCallerInTime) {
    FakeDesk desk;
    auto wanted = settings();
    wanted.handshake = 100ms;
    wanted.idle = 100ms;
    const auto server = begun(desk, wanted);
    RawPhone noHandshake;
    noHandshake.connect(server->address());
    noHandshake.waitForEnd();
    const auto noHello = connected(*server);
    noHello->waitForEnd();
    const auto idle = proven(*server, kPhone);
    idle->waitForEnd();
}

TEST_F(PhonesDoor, hangsUpOnAFrameThatDoesNotGoOn) {
    FakeDesk desk;
    auto wanted = settings();
    wanted.slice = 100ms;
    const auto server = begun(desk, wanted);
    const auto phone = proven(*server, kPhone);
    phone->send(framed(Bytes(1000, 'x'))->substr(0, 10));
    phone->waitForEnd();
}

TEST_F(PhonesDoor, shutsOutWhoeverComesWhenAllPlacesAreTaken) {
    const test::LogCatcher log;
    FakeDesk desk;
    auto wanted = settings();
    wanted.mostConnections = 2;
    const auto server = begun(desk, wanted);
    const auto one = proven(*server, kPhone);
    auto other = proven(*server, kOther);
    RawPhone third;
    third.connect(server->address());
    EXPECT_FALSE(third.shakeHands());
    EXPECT_NE(log.text().find("2 connections are open"), std::string::npos) << log.text();
    one->send(pushOf(1));
    EXPECT_TRUE(one->reply());
}

TEST_F(PhonesDoor, tellsTheOperatorOnceWhyPhonesAreSentAway) {
    const test::LogCatcher log;
    FakeDesk desk([](const std::shared_ptr<Caller>& caller, const wire::Request& request,
                     const Desk::Done& done) {
        if (request.has_hello()) {
            FakeDesk::polite(caller, request, done);
            return;
        }
        wire::Reply reply;
        reply.mutable_refusal()->set_code(wire::Refusal::CODE_COME_BACK);
        reply.mutable_refusal()->set_words("the centre's disk is full");
        done(reply);
    });
    const auto server = begun(desk, settings());
    const auto phone = proven(*server, kPhone);
    for (int i = 0; i < 5; ++i) {
        phone->send(pushOf(1));
        ASSERT_TRUE(phone->reply());
    }
    const auto text = log.text();
    EXPECT_NE(text.find("1 request was answered \"come back\""), std::string::npos) << text;
    EXPECT_EQ(text.find("disk is full"), text.rfind("disk is full")) << text;
}

TEST_F(PhonesDoor, asksToComeBackWhenItsHandsAreFull) {
    SlowDesk slow;
    FakeDesk desk(slow.answering());
    auto wanted = settings();
    wanted.mostBytes = 100'000;
    const auto server = begun(desk, wanted);
    const auto one = proven(*server, kPhone);
    const auto other = proven(*server, kOther);
    one->send(pushOf(1, 60'000));
    slow.waitFor(1);
    other->send(pushOf(1, 60'000));
    EXPECT_EQ(refusalIn(other->reply()), wire::Refusal::CODE_COME_BACK);
    slow.answer();
    EXPECT_TRUE(one->reply()->has_receipts());
    // The room is free again, and the phone that was turned down may go on where it was.
    other->send(pushOf(1, 60'000));
    slow.waitFor(1);
    slow.answer();
    EXPECT_TRUE(other->reply()->has_receipts());
}

TEST_F(PhonesDoor, takesOneQuestionOfAPhoneAtATimeEvenOverTwoConnections) {
    SlowDesk slow;
    FakeDesk desk(slow.answering());
    const auto server = begun(desk);
    const auto before = proven(*server, kPhone);
    const auto after = proven(*server, kPhone);
    before->send(pushOf(1));
    slow.waitFor(1);
    after->send(pushOf(1));
    EXPECT_EQ(refusalIn(after->reply()), wire::Refusal::CODE_COME_BACK);
    slow.answer();
    EXPECT_TRUE(before->reply()->has_receipts());
    after->send(pushOf(1));
    slow.waitFor(1);
    slow.answer();
    EXPECT_TRUE(after->reply()->has_receipts());
}

TEST_F(PhonesDoor, doesNotMakeAPhoneWaitForASlowDesk) {
    SlowDesk slow;
    FakeDesk desk(slow.answering());
    auto wanted = settings();
    wanted.desk = 50ms;
    const auto server = begun(desk, wanted);
    const auto phone = proven(*server, kPhone);
    phone->send(pushOf(1));
    EXPECT_EQ(refusalIn(phone->reply()), wire::Refusal::CODE_COME_BACK);
    phone->waitForEnd();
    slow.answer();  // Nobody waits any more.
    const auto again = proven(*server, kPhone);
    again->send(pushOf(1));
    slow.waitFor(1);
    slow.answer();
    EXPECT_TRUE(again->reply());
}

TEST_F(PhonesDoor, outlivesADeskThatAnswersFromManyThreads) {
    std::vector<std::thread> answering;
    std::mutex guard;
    FakeDesk desk([&](const auto& caller, const auto& request, const auto& done) {
        const std::lock_guard lock(guard);
        answering.emplace_back(
            [caller, request, done] { FakeDesk::polite(caller, request, done); });
    });
    {
        const auto server = begun(desk);
        std::vector<std::future<bool>> phones;
        for (int i = 0; i < 8; ++i) {
            phones.push_back(std::async(std::launch::async, [&, i] {
                const auto phone = proven(*server, Id::ofHash(std::to_string(i)));
                for (int push = 1; push <= 20; ++push) {
                    phone->send(pushOf(push));
                    const auto reply = phone->reply();
                    if (!reply || reply->receipts().receipts_size() != push) {
                        return false;
                    }
                }
                return true;
            }));
        }
        for (auto& phone : phones) {
            EXPECT_TRUE(phone.get());
        }
    }
    for (auto& thread : answering) {
        thread.join();
    }
}

TEST_F(PhonesDoor, letsAQuestionInFlightHaveItsAnswerBeforeItStops) {
    SlowDesk slow;
    FakeDesk desk(slow.answering());
    const auto server = begun(desk);
    const auto idle = proven(*server, kOther);
    const auto phone = proven(*server, kPhone);
    phone->send(pushOf(1));
    slow.waitFor(1);
    auto stopped = std::async(std::launch::async, [&] { server->stop(); });
    idle->waitForEnd();  // So the door is shutting, while the desk still has the other's question.
    slow.answer();
    const auto reply = phone->reply();
    EXPECT_TRUE(reply && reply->has_receipts());
    stopped.get();
    EXPECT_EQ(server->connections(), 0U);
}

TEST_F(PhonesDoor, stopsInTimeEvenIfTheDeskNeverAnswers) {
    SlowDesk slow;
    FakeDesk desk(slow.answering());
    auto wanted = settings();
    wanted.stop = 100ms;
    {
        const auto server = begun(desk, wanted);
        const auto phone = proven(*server, kPhone);
        phone->send(pushOf(1));
        slow.waitFor(1);
        server->stop();
        phone->waitForEnd();
    }
    slow.answer();  // The server is gone; an answer to nobody must hurt nobody.
}

TEST_F(PhonesDoor, saysWhoseThePortIs) {
    FakeDesk desk;
    const auto server = begun(desk);
    auto wanted = settings();
    wanted.listen = server->address();
    const auto second = Server::open(wanted, identity(), desk);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::busy);
    EXPECT_NE(second.error().detail.find(server->address().text()), std::string::npos);
}

TEST_F(PhonesDoor, livesThroughATimeWithoutFileDescriptors) {
    test::LogCatcher log;
    FakeDesk desk;
    const auto server = begun(desk);
    RawPhone phone;  // Its descriptor is taken now; the server's for it cannot be.
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(next);
    const rlimit none{.rlim_cur = static_cast<rlim_t>(next), .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    phone.connect(server->address());
    log.waitFor("cannot take a connection");
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    ASSERT_TRUE(phone.shakeHands());
    phone.send(helloOf(kPhone));
    EXPECT_TRUE(phone.reply());
}

}  // namespace
}  // namespace xiangji::syncd
