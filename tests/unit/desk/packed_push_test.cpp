// Envelopes that come packed, at the desk: what it cannot unpack it refuses, takes nothing of, and
// takes plain.
#include "core/sync/packed_envelope.hpp"
#include "core/sync/parcel.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct PackedPush : ::testing::Test {
    SmallCentre centre;
    HandPhone phone{centre, "volunteer", kLinjiang};
    Id row = Id::uuid7(kMorning, centre.random);

    wire::Envelope packed() {
        auto envelope = phone.envelope({phone.activity(row, "防溺水宣讲")});
        plain = envelope;
        pack(envelope, 1);
        EXPECT_FALSE(envelope.packed().empty());
        return envelope;
    }
    [[nodiscard]] bool isThere() const {
        return textOf(shown("activity", centre.row("activity", row), "title")) == "防溺水宣讲";
    }
    wire::Envelope plain;
};

TEST_F(PackedPush, isTakenAsThePlainOneIs) {
    const auto receipt = phone.receipt(phone.push({packed()}));
    EXPECT_EQ(receipt.changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(receipt.hash(), phone.lastHash);
    EXPECT_TRUE(isThere());
    EXPECT_EQ(phone.receipt(phone.push({plain})).SerializeAsString(), receipt.SerializeAsString());
}

TEST_F(PackedPush, theWelcomeSaysInWhichDictionariesEnvelopesMayCome) {
    EXPECT_EQ(commonDictionary(phone.hello().welcome().dictionaries()),
              dictionaryVersions().back());
}

TEST_F(PackedPush, whatCannotBeUnpackedIsRefusedWholeAndTakenPlain) {
    auto unknown = packed();
    (*unknown.mutable_packed())[5] = '\x07';
    const auto before = must(centre.central->headNow()).lsn;
    const auto reply = phone.push({unknown});
    ASSERT_TRUE(reply.has_refusal());
    EXPECT_EQ(reply.refusal().code(), wire::Refusal::CODE_CANNOT_UNPACK);
    EXPECT_NE(reply.refusal().words().find("dictionary 7"), std::string::npos);
    EXPECT_EQ(must(centre.central->headNow()).lsn, before);
    EXPECT_EQ(must(centre.desk->status()).quarantined, 0U);
    EXPECT_EQ(phone.receipt(phone.push({plain})).changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_TRUE(isThere());
}

TEST_F(PackedPush, inABundleToo) {
    const auto postOf = [&](const wire::Envelope& envelope) {
        wire::Post post;
        post.set_server(phone.server);
        post.set_device(phone.id().bytes());
        *post.add_envelopes() = envelope;
        return must(sealedPost(post, phone.key, centre.key.publicKey(), centre.random));
    };
    auto envelope = packed();
    auto unknown = envelope;
    (*unknown.mutable_packed())[5] = '\x07';
    const auto refused = must(centre.desk->deliver(postOf(unknown)));
    EXPECT_NE(refused.words().find("dictionary 7"), std::string::npos) << refused.words();
    EXPECT_NE(refused.words().find("its author still has it"), std::string::npos);
    EXPECT_FALSE(isThere());
    EXPECT_EQ(must(centre.desk->deliver(postOf(envelope))).answers_size(), 1);
    EXPECT_TRUE(isThere());
}

}  // namespace
}  // namespace xiangji::syncd::test
