#include <atomic>
#include <barrier>
#include <future>
#include <thread>

#include "core/sync/certificate.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct Joining : ::testing::Test {
    SmallCentre centre;
};

TEST_F(Joining, aPhoneLearnsWhoItIs) {
    HandPhone phone(centre);
    const auto reply = phone.join(centre.invitation("volunteer", kLinjiang, "李明"));
    ASSERT_TRUE(reply.has_joined()) << reply.refusal().words();
    const auto& standing = reply.joined().standing();
    EXPECT_EQ(standing.person_name(), "李明");
    EXPECT_EQ(standing.unit_name(), "临江镇");
    EXPECT_FALSE(standing.pending());
    ASSERT_EQ(standing.grants_size(), 1);
    EXPECT_EQ(standing.grants(0).role(), static_cast<std::uint32_t>(ROLE_VOLUNTEER));
    EXPECT_EQ(standing.grants(0).unit(), unitId(kLinjiang).bytes());
    const auto certificate = must(openedCertificate(
        reply.joined().certificate(), *Id::fromBytes(phone.server), reply.joined().server_key()));
    EXPECT_EQ(certificate.public_key(), phone.key.publicKey());
    EXPECT_EQ(certificate.person(), standing.person());
    EXPECT_FALSE(certificate.pending());
    EXPECT_EQ(textOf(shown("person", centre.row("person", phone.person()), "status")),
              "registered");
    EXPECT_EQ(textOf(shown("device", centre.row("device", phone.id()), "fingerprint")),
              fingerprintOf(phone.key.publicKey()));
    const auto status = must(centre.desk->status());
    ASSERT_EQ(status.devices.size(), 1u);
    EXPECT_EQ(status.devices[0].personName, "李明");
    EXPECT_EQ(status.devices[0].role, "volunteer");
    EXPECT_EQ(status.devices[0].state, "active");
    EXPECT_EQ(status.devices[0].fingerprint, fingerprintOf(phone.key.publicKey()));
}

TEST_F(Joining, twiceWithTheSameSecretAndKeyGivesTheSameAnswerAndCountsOnce) {
    HandPhone phone(centre);
    const auto invitation = centre.invitation("volunteer", kLinjiang);
    const auto first = phone.join(invitation);
    centre.clock.advance(3'600'000);
    const auto again = phone.join(invitation);
    ASSERT_TRUE(again.has_joined()) << again.refusal().words();
    EXPECT_EQ(again.joined().standing().SerializeAsString(),
              first.joined().standing().SerializeAsString());
    EXPECT_EQ(again.joined().certificate(), first.joined().certificate());
    HandPhone other(centre);
    EXPECT_EQ(other.join(invitation).refusal().code(), wire::Refusal::CODE_BAD_INVITATION);
    EXPECT_EQ(must(centre.desk->status()).devices.size(), 1u);
}

TEST_F(Joining, whatIsWrongWithAnInvitationIsSaid) {
    HandPhone phone(centre);
    Invitation unknown = centre.invitation("volunteer", kLinjiang);
    unknown.secret = Bytes(16, 'u');
    const auto none = phone.join(unknown).refusal();
    EXPECT_EQ(none.code(), wire::Refusal::CODE_BAD_INVITATION);
    EXPECT_NE(none.words().find("did not give out"), std::string::npos);
    const auto late = centre.invitation("volunteer", kLinjiang);
    centre.clock.advance(16 * 60 * 1000);
    EXPECT_NE(phone.join(late).refusal().words().find("was over at"), std::string::npos);
    const auto used = centre.invitation("volunteer", kLinjiang);
    HandPhone(centre).join(used);
    EXPECT_NE(phone.join(used).refusal().words().find("used up"), std::string::npos);
    EXPECT_NE(phone.join(centre.invitation("volunteer", kLinjiang, "", 2))
                  .refusal()
                  .words()
                  .find("your name"),
              std::string::npos);
    ASSERT_TRUE(phone.join(centre.invitation("volunteer", kLinjiang)).has_joined());
}

TEST_F(Joining, aSecondInvitationIsForTheCentresKeyAndChangesNobody) {
    HandPhone phone(centre);
    const auto first = phone.join(centre.invitation("volunteer", kLinjiang, "李明"));
    const auto second = centre.invitation("tutor", kLinjiang, "王老师");
    for (int time = 0; time < 2; ++time) {
        const auto again = phone.join(second);
        ASSERT_TRUE(again.has_joined()) << again.refusal().words();
        EXPECT_EQ(again.joined().standing().SerializeAsString(),
                  first.joined().standing().SerializeAsString());
    }
    EXPECT_EQ(must(centre.desk->status()).devices.size(), 1u);
    EXPECT_NE(HandPhone(centre).join(second).refusal().words().find("used up"), std::string::npos);
    must(centre.desk->revoke(phone.id()));
    EXPECT_EQ(phone.join(centre.invitation("volunteer", kLinjiang)).refusal().code(),
              wire::Refusal::CODE_REVOKED);
}

TEST_F(Joining, aKeyThatIsNotProvenDoesNotJoin) {
    HandPhone phone(centre);
    const auto invitation = centre.invitation("volunteer", kLinjiang);
    wire::Request request;
    request.mutable_join()->set_secret(invitation.secret);
    request.mutable_join()->set_public_key(phone.key.publicKey());
    request.mutable_join()->set_proof(phone.key.sign("something else"));
    EXPECT_EQ(centre.ask(phone.caller, request).refusal().code(), wire::Refusal::CODE_NOT_PROVEN);
    request.mutable_join()->set_public_key("short");
    EXPECT_EQ(centre.ask(phone.caller, request).refusal().code(), wire::Refusal::CODE_NOT_PROVEN);
    EXPECT_TRUE(phone.join(invitation).has_joined()) << "it was not used up by that";
}

/// A thousand phones want in by one invitation, all at once; how many were let in.
int letIn(SmallCentre& centre, const Invitation& invitation) {
    constexpr int kThreads = 8;
    constexpr int kEach = 125;
    std::atomic<int> in = 0;
    std::barrier begin(kThreads);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&] {
            std::vector<HandPhone> phones;
            std::vector<std::future<wire::Reply>> replies;
            for (int i = 0; i < kEach; ++i) {
                phones.emplace_back(centre);
            }
            begin.arrive_and_wait();
            std::vector<std::promise<wire::Reply>> promises(kEach);
            for (int i = 0; i < kEach; ++i) {
                auto& phone = phones[static_cast<std::size_t>(i)];
                auto& promise = promises[static_cast<std::size_t>(i)];
                replies.push_back(promise.get_future());
                centre.desk->ask(phone.caller, phone.joining(invitation, "志愿者"),
                                 [&promise](wire::Reply reply) { promise.set_value(reply); });
            }
            for (auto& reply : replies) {
                in += reply.get().has_joined() ? 1 : 0;
            }
        });
    }
    threads.clear();
    return in;
}

TEST_F(Joining, aThousandAtOnceWithASingleUseInvitationGiveExactlyOneDevice) {
    EXPECT_EQ(letIn(centre, centre.invitation("volunteer", kLinjiang)), 1);
    EXPECT_EQ(must(centre.desk->status()).devices.size(), 1u);
}

TEST_F(Joining, aThousandAtOnceWithAnInvitationForSevenGiveExactlySeven) {
    EXPECT_EQ(letIn(centre, centre.invitation("volunteer", kLinjiang, "", 7)), 7);
    EXPECT_EQ(must(centre.desk->status()).devices.size(), 7u);
}

TEST_F(Joining, aPendingPhoneIsHeldAndSeesNoOneUntilItIsConfirmed) {
    HandPhone teacher(centre, "tutor", kLinjiang, "王老师");
    const Id known = Id::uuid7(kMorning, centre.random);
    teacher.tell(teacher.activity(known, "已有活动"));
    HandPhone phone(centre);
    ASSERT_TRUE(phone.join(centre.invitation("volunteer", kLinjiang, "", 2), "赵学生")
                    .joined()
                    .standing()
                    .pending());
    phone.pull();
    EXPECT_NE(phone.pulled("unit", unitId(kLinjiang)), nullptr) << "the unit tree is everybody's";
    EXPECT_EQ(phone.pulled("activity", known), nullptr);
    EXPECT_EQ(phone.pulled("person", teacher.person()), nullptr);

    const Id row = Id::uuid7(kMorning, centre.random);
    const auto held = phone.send({phone.activity(row, "待确认的活动"),
                                  HandPhone::edit("activity", row, {{"place", "村口"}})});
    ASSERT_EQ(held.changes_size(), 2);
    EXPECT_EQ(held.changes(1).verdict(), wire::VERDICT_HELD);
    EXPECT_EQ(held.changes(1).reason(), "unconfirmed");
    const auto second = phone.send({HandPhone::edit("activity", row, {{"title", "改过的标题"}})});
    EXPECT_EQ(second.changes(0).verdict(), wire::VERDICT_HELD);
    EXPECT_TRUE(centre.row("activity", row).fields.empty());
    EXPECT_EQ(must(centre.desk->status()).held, 2u);

    centre.clock.advance(3'600'000);
    const auto view = must(centre.desk->confirm(phone.id()));
    EXPECT_EQ(view.state, "active");
    EXPECT_EQ(view.personName, "赵学生");
    EXPECT_EQ(textOf(shown("activity", centre.row("activity", row), "title")), "改过的标题");
    wire::Request request;
    request.mutable_receipts()->add_seqs(1);
    request.mutable_receipts()->add_seqs(2);
    const auto reply = centre.ask(phone.caller, request);
    ASSERT_EQ(reply.receipts().receipts_size(), 2);
    EXPECT_EQ(phone.receipt(reply).changes(1).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(phone.receipt(reply).received_ms(), kMorning)
        << "admission keeps the time it first came";
    phone.pull();
    EXPECT_NE(phone.pulled("activity", known), nullptr)
        << "and what was there before is backfilled";
    EXPECT_NE(phone.pulled("person", teacher.person()), nullptr);
    EXPECT_EQ(must(centre.desk->status()).held, 0u);
}

TEST_F(Joining, aPhoneNobodyConfirmedFillsNoDisk) {
    HandPhone phone(centre);
    ASSERT_TRUE(
        phone.join(centre.invitation("volunteer", kLinjiang, "", 2), "赵学生").has_joined());
    const auto many = [&](int count) {
        std::vector<wire::Envelope> envelopes;
        for (int i = 0; i < count; ++i) {
            envelopes.push_back(
                phone.envelope({phone.activity(Id::uuid7(kMorning, centre.random), "一个活动")}));
        }
        return envelopes;
    };
    int taken = 0;
    wire::Reply last;
    std::vector<wire::Envelope> rest;
    for (int round = 0; round < 11; ++round) {
        rest = many(100);
        last = phone.push(rest);
        taken += last.receipts().receipts_size();
    }
    EXPECT_EQ(taken, 1'000);
    EXPECT_EQ(last.refusal().code(), wire::Refusal::CODE_COME_BACK) << last.refusal().words();
    EXPECT_EQ(must(centre.desk->status()).held, 1'000U);
    // Nothing is lost by it: once confirmed it goes on where it stopped.
    ASSERT_TRUE(centre.desk->confirm(phone.id()));
    EXPECT_EQ(phone.push(rest).receipts().receipts_size(), 100);

    HandPhone other(centre);
    ASSERT_TRUE(
        other.join(centre.invitation("volunteer", kLinjiang, "", 2), "钱学生").has_joined());
    auto large = other.activity(Id::uuid7(kMorning, centre.random), "一个活动");
    large.set_reason(std::string(65 * 1024, 'x'));
    EXPECT_EQ(other.push({other.envelope({large})}).refusal().code(),
              wire::Refusal::CODE_COME_BACK);
}

TEST_F(Joining, aRevokedPhoneIsHeardButNothingOfItTakesEffect) {
    HandPhone phone(centre, "volunteer", kLinjiang);
    const Id row = Id::uuid7(kMorning, centre.random);
    const auto before = phone.envelope({phone.activity(row, "撤销以前")});
    const auto taken = phone.push({before});
    EXPECT_EQ(must(centre.desk->revoke(phone.id())).state, "revoked");
    EXPECT_TRUE(phone.hello().has_welcome());
    EXPECT_EQ(phone.standing.grants_size(), 0);
    EXPECT_EQ(phone.push({before}).receipts().receipts(0).SerializeAsString(),
              taken.receipts().receipts(0).SerializeAsString());
    EXPECT_EQ(phone.tell(HandPhone::edit("activity", row, {{"title", "撤销以后"}})).reason(),
              "revoked");
    EXPECT_EQ(textOf(shown("activity", centre.row("activity", row), "title")), "撤销以前");
    EXPECT_EQ(phone.pullPage().refusal().code(), wire::Refusal::CODE_REVOKED);
    EXPECT_TRUE(centre.row("device", phone.id()).voided());
    EXPECT_FALSE(centre.desk->confirm(phone.id()));
    EXPECT_EQ(must(centre.desk->status()).quarantined, 1u);
}

TEST_F(Joining, whatAPendingPhoneHadWaitingIsPutAsideWhenItIsRevoked) {
    HandPhone phone(centre);
    phone.join(centre.invitation("volunteer", kLinjiang, "", 2), "赵学生");
    const Id row = Id::uuid7(kMorning, centre.random);
    phone.tell(phone.activity(row, "待确认的活动"));
    must(centre.desk->revoke(phone.id()));
    wire::Request request;
    request.mutable_receipts()->add_seqs(1);
    EXPECT_EQ(phone.receipt(centre.ask(phone.caller, request)).changes(0).reason(), "revoked");
    EXPECT_EQ(must(centre.desk->status()).held, 0u);
    EXPECT_EQ(must(centre.desk->status()).quarantined, 1u);
}

TEST_F(Joining, onlyAKnownDeviceIsConfirmedOrRevoked) {
    EXPECT_EQ(centre.desk->confirm(Id::ofHash("nobody")).error().fault, Fault::notFound);
    EXPECT_EQ(centre.desk->revoke(Id::ofHash(centre.key.publicKey())).error().fault,
              Fault::notFound)
        << "not the centre itself";
}

TEST_F(Joining, anOrderForAnInvitationIsCheckedWithWords) {
    const Address here{.host = "here", .port = 1, .pin = {}};
    const auto words = [&](const InviteOrder& order) {
        return centre.desk->invite(order, here).error().detail;
    };
    EXPECT_NE(words({.unitCode = "36098210", .role = "volunteer", .personName = "李明"})
                  .find("360982100 临江镇"),
              std::string::npos);
    EXPECT_NE(
        words({.unitCode = kLinjiang, .role = "volunter", .personName = "李明"}).find("volunteer"),
        std::string::npos);
    EXPECT_NE(words({.unitCode = kLinjiang, .role = "volunteer", .personName = "李明", .uses = 0})
                  .find("uses"),
              std::string::npos);
    EXPECT_NE(words({.unitCode = kLinjiang, .role = "volunteer", .personName = "李明", .hours = 0})
                  .find("hours"),
              std::string::npos);
    EXPECT_NE(
        words({.unitCode = kLinjiang, .role = "volunteer", .personName = std::string(200, 'x')})
            .find("name"),
        std::string::npos);
}

}  // namespace
}  // namespace xiangji::syncd::test
