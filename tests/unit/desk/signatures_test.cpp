// Of an unbroken chain of envelopes the last signature speaks for all.
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct Signatures : ::testing::Test {
    SmallCentre centre;
    HandPhone phone{centre, "volunteer", kLinjiang};
    Id row = Id::uuid7(kMorning, centre.random);
    wire::Envelope first = phone.envelope({phone.activity(row, "防溺水宣讲")});

    static wire::Envelope spoiled(wire::Envelope envelope) {
        envelope.mutable_signature()->front() ^= 1;
        return envelope;
    }
    static wire::Change retitled(const Id& row) {
        return HandPhone::edit("activity", row, {{"title", "防溺水再宣讲"}});
    }
    std::string reasonOf(const wire::Reply& reply, int place) {
        return phone.receipt(reply, place).changes(0).reason();
    }
    [[nodiscard]] std::size_t logLines() const {
        return must(centre.central->history(typeOf("activity").number, row)).size();
    }
    [[nodiscard]] std::size_t putAside() const { return must(centre.desk->status()).quarantined; }
};

TEST_F(Signatures, whoeverNamesTheOneBeforeSaidThatToo) {
    const auto second = phone.envelope({retitled(row)});
    const auto reply = phone.push({spoiled(first), second});
    ASSERT_EQ(reply.receipts().receipts_size(), 2);
    EXPECT_EQ(phone.receipt(reply, 0).changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(phone.receipt(reply, 1).changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(putAside(), 0u);
}

TEST_F(Signatures, whatIsNotSignedSpeaksForNothing) {
    const auto second = phone.envelope({retitled(row)});
    const auto reply = phone.push({spoiled(first), spoiled(second)});
    EXPECT_EQ(reasonOf(reply, 0), "signature");
    EXPECT_EQ(reasonOf(reply, 1), "signature");
    EXPECT_EQ(putAside(), 2u);
    EXPECT_EQ(phone.push({first, second}).receipts().receipts_size(), 2);
    EXPECT_EQ(logLines(), 2u);
}

TEST_F(Signatures, whoeverNamesAnotherSpeaksNotForThisOne) {
    const auto stranger = phone.envelope({retitled(row)}, false, [](wire::EnvelopeBody& body) {
        body.set_previous(hashOf("another envelope"));
    });
    const auto reply = phone.push({spoiled(first), stranger});
    EXPECT_EQ(reasonOf(reply, 0), "signature");
    EXPECT_EQ(putAside(), 1u);
    EXPECT_EQ(logLines(), 0u);
}

TEST_F(Signatures, aForgedOneGainsNothingFromItsPlaceInTheChain) {
    auto forged = first;
    wire::EnvelopeBody body;
    ASSERT_TRUE(body.ParseFromString(forged.body()));
    body.set_hlc(body.hlc() + 1);
    forged.set_body(body.SerializeAsString());
    const auto second = phone.envelope({retitled(row)});
    EXPECT_EQ(reasonOf(phone.push({forged, second}), 0), "signature");
    EXPECT_EQ(logLines(), 0u);
    EXPECT_EQ(phone.push({first, second}).receipts().receipts_size(), 2);
}

TEST_F(Signatures, anUnreadableOneIsNobodys) {
    auto nonsense = first;
    nonsense.set_body("nonsense");
    const auto follower = phone.envelope({retitled(row)}, false, [](wire::EnvelopeBody& body) {
        body.set_previous(hashOf("nonsense"));
    });
    const auto reply = phone.push({nonsense, follower});
    EXPECT_EQ(reply.refusal().code(), wire::Refusal::CODE_MALFORMED);
    EXPECT_EQ(putAside(), 1u);
}

}  // namespace
}  // namespace xiangji::syncd::test
