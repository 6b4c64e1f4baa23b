#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct Push : ::testing::Test {
    SmallCentre centre;
    HandPhone phone{centre, "volunteer", kLinjiang};
    Id row = Id::uuid7(kMorning, centre.random);

    [[nodiscard]] std::string title() const {
        return textOf(shown("activity", centre.row("activity", row), "title"));
    }
    [[nodiscard]] std::size_t logLines() const {
        return must(centre.central->history(typeOf("activity").number, row)).size();
    }
};

TEST_F(Push, anActivityArrivesAndIsReceiptedWithItsPlaceInTheLog) {
    const auto receipt = phone.send({phone.activity(row, "防溺水宣讲")});
    ASSERT_EQ(receipt.changes_size(), 1);
    EXPECT_EQ(receipt.changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(receipt.seq(), 1u);
    EXPECT_EQ(receipt.hash(), phone.lastHash);
    EXPECT_EQ(receipt.last_lsn(), receipt.changes(0).lsn());
    EXPECT_EQ(receipt.head_lsn(), must(centre.central->headNow()).lsn);
    EXPECT_EQ(receipt.head_hash(), must(centre.central->headNow()).hash);
    EXPECT_EQ(title(), "防溺水宣讲");
}

TEST_F(Push, theSameEnvelopeAgainTakesEffectOnceAndGetsTheSameReceipt) {
    const auto envelope = phone.envelope({phone.activity(row, "防溺水宣讲")});
    const auto first = phone.push({envelope});
    const auto again = phone.push({envelope, envelope});
    EXPECT_EQ(again.receipts().receipts(0).SerializeAsString(),
              first.receipts().receipts(0).SerializeAsString());
    EXPECT_EQ(again.receipts().receipts(1).SerializeAsString(),
              first.receipts().receipts(0).SerializeAsString());
    EXPECT_EQ(logLines(), 1u);
    centre.restart();
    phone.reconnect();
    ASSERT_TRUE(phone.hello().has_welcome());
    EXPECT_EQ(phone.push({envelope}).receipts().receipts(0).SerializeAsString(),
              first.receipts().receipts(0).SerializeAsString());
    EXPECT_EQ(logLines(), 1u);
}

TEST_F(Push, manyEnvelopesAreReceiptedInTheirOrder) {
    std::vector<wire::Envelope> envelopes{phone.envelope({phone.activity(row, "第0稿")})};
    for (int i = 1; i < 20; ++i) {
        envelopes.push_back(phone.envelope(
            {HandPhone::edit("activity", row, {{"title", "第" + std::to_string(i) + "稿"}})}));
    }
    const auto reply = phone.push(envelopes);
    ASSERT_EQ(reply.receipts().receipts_size(), 20);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(phone.receipt(reply, i).seq(), static_cast<std::uint64_t>(i + 1));
    }
    EXPECT_EQ(title(), "第19稿");
    EXPECT_EQ(logLines(), 20u);
}

TEST_F(Push, aGapIsNamedAndNothingBehindItIsTaken) {
    const auto first = phone.envelope({phone.activity(row, "防溺水宣讲")});
    const auto second = phone.envelope({HandPhone::edit("activity", row, {{"title", "第二稿"}})});
    const auto third = phone.envelope({HandPhone::edit("activity", row, {{"title", "第三稿"}})});
    const auto reply = phone.push({third});
    ASSERT_TRUE(reply.has_refusal());
    EXPECT_EQ(reply.refusal().code(), wire::Refusal::CODE_MISSING);
    EXPECT_EQ(reply.refusal().missing_from(), 1u);
    EXPECT_EQ(reply.refusal().missing_to(), 2u);
    // What comes before a gap is receipted.
    EXPECT_EQ(phone.push({first, third}).receipts().receipts_size(), 1);
    EXPECT_EQ(phone.push({second, third}).receipts().receipts_size(), 2);
    EXPECT_EQ(title(), "第三稿");
}

TEST_F(Push, theSameNumberWithOtherContentIsAForkAndKept) {
    const auto first = phone.envelope({phone.activity(row, "防溺水宣讲")});
    phone.push({first});
    phone.lastSeq = 0;
    phone.lastHash.clear();
    const auto fork = phone.envelope({phone.activity(row, "另一份")});
    const auto receipt = phone.receipt(phone.push({fork}));
    EXPECT_EQ(receipt.hash(), hashOf(fork.body()));
    EXPECT_EQ(receipt.changes(0).verdict(), wire::VERDICT_QUARANTINED);
    EXPECT_EQ(receipt.changes(0).reason(), "forked");
    EXPECT_EQ(title(), "防溺水宣讲");
    EXPECT_EQ(must(centre.desk->status()).quarantined, 1u);
    phone.push({fork});
    EXPECT_EQ(must(centre.desk->status()).quarantined, 1u) << "kept once, however often it comes";
}

TEST_F(Push, aForeignSignatureIsPutAsideAndTakesNoNumber) {
    auto envelope = phone.envelope({phone.activity(row, "防溺水宣讲")});
    auto spoiled = envelope;
    spoiled.mutable_signature()->front() ^= 1;
    const auto receipt = phone.receipt(phone.push({spoiled}));
    EXPECT_EQ(receipt.changes(0).reason(), "signature");
    EXPECT_EQ(phone.receipt(phone.push({envelope})).changes(0).verdict(), wire::VERDICT_TAKEN);
}

TEST_F(Push, aBrokenChainIsPutAsideAndDoesNotStopWhatFollows) {
    phone.send({phone.activity(row, "防溺水宣讲")});
    const auto broken =
        phone.envelope({HandPhone::edit("activity", row, {{"title", "断链"}})}, false,
                       [](wire::EnvelopeBody& body) { body.set_previous(Bytes(32, 'x')); });
    EXPECT_EQ(phone.receipt(phone.push({broken})).changes(0).reason(), "chain");
    EXPECT_EQ(title(), "防溺水宣讲");
    EXPECT_EQ(phone.tell(HandPhone::edit("activity", row, {{"title", "接着写"}})).verdict(),
              wire::VERDICT_TAKEN);
    EXPECT_EQ(title(), "接着写");
}

TEST_F(Push, anUnreadableChangesetIsPutAsideWhole) {
    const auto bad = phone.envelope(
        {}, false, [](wire::EnvelopeBody& body) { body.set_changeset("\xff\xff\xff"); });
    const auto receipt = phone.receipt(phone.push({bad}));
    EXPECT_EQ(receipt.changes_size(), 1);
    EXPECT_EQ(receipt.changes(0).verdict(), wire::VERDICT_QUARANTINED);
    EXPECT_EQ(receipt.changes(0).reason(), "malformed");
    EXPECT_EQ(phone.tell(phone.activity(row, "防溺水宣讲")).verdict(), wire::VERDICT_TAKEN);
}

TEST_F(Push, moreThanFiveThousandChangesArePutAsideWhole) {
    std::vector<wire::Change> changes(5001, HandPhone::voiding("activity", row, "x"));
    EXPECT_EQ(phone.send(changes).changes(0).reason(), "malformed");
}

TEST_F(Push, anEnvelopeThatDoesNotSayWhoseItIsIsRefusedAndKept) {
    wire::Envelope nonsense;
    nonsense.set_body("\x01\x02\x03");
    const auto reply = phone.push({nonsense});
    EXPECT_EQ(reply.refusal().code(), wire::Refusal::CODE_MALFORMED);
    EXPECT_EQ(must(centre.desk->status()).quarantined, 1u);
}

TEST_F(Push, anEnvelopeForAnotherCentreIsRefused) {
    const auto envelope =
        phone.envelope({phone.activity(row, "防溺水宣讲")}, false,
                       [](wire::EnvelopeBody& body) { body.set_server(Bytes(16, 'o')); });
    EXPECT_EQ(phone.push({envelope}).refusal().code(), wire::Refusal::CODE_OTHER_SERVER);
    EXPECT_EQ(logLines(), 0u);
}

TEST_F(Push, withoutAProvenKeyNothingIsAnswered) {
    phone.reconnect();
    EXPECT_EQ(phone.push({phone.envelope({phone.activity(row, "防溺水宣讲")})}).refusal().code(),
              wire::Refusal::CODE_NOT_PROVEN);
    EXPECT_EQ(phone.pullPage().refusal().code(), wire::Refusal::CODE_NOT_PROVEN);
    phone.caller->exporter = Bytes(32, 'y');
    wire::Request request;
    request.mutable_hello()->set_device(phone.id().bytes());
    request.mutable_hello()->set_proof(
        phone.key.sign(proofMessage(Bytes(32, 'z'), phone.key.publicKey())));
    EXPECT_EQ(centre.ask(phone.caller, request).refusal().code(), wire::Refusal::CODE_NOT_PROVEN);
}

TEST_F(Push, aClockFarAheadCountsAsTheTimeOfReceipt) {
    phone.clockAheadMs = 6 * 60 * 1000;
    auto receipt = phone.send({phone.activity(row, "防溺水宣讲")});
    EXPECT_TRUE(receipt.clamped());
    EXPECT_EQ(receipt.effective_hlc(), hlcOf(kMorning));
    const auto history = must(centre.central->history(typeOf("activity").number, row));
    EXPECT_EQ(history.front().deviceHlc, hlcOf(kMorning + phone.clockAheadMs))
        << "the device's own is kept beside it";
    phone.clockAheadMs = 4 * 60 * 1000;
    receipt = phone.send({HandPhone::edit("activity", row, {{"title", "第二稿"}})});
    EXPECT_FALSE(receipt.clamped());
    EXPECT_EQ(receipt.effective_hlc(), hlcOf(kMorning + phone.clockAheadMs));
}

TEST_F(Push, aRefusedChangeBlocksNoOther) {
    const Id other = Id::uuid7(kMorning, centre.random);
    const auto receipt =
        phone.send({phone.activity(row, "短"), phone.activity(other, "防溺水宣讲")});
    EXPECT_EQ(receipt.changes(0).reason(), "limit");
    EXPECT_EQ(receipt.changes(1).verdict(), wire::VERDICT_TAKEN);
}

TEST_F(Push, whatBelongsTogetherIsTakenTogetherOrNotAtAll) {
    const Id other = Id::uuid7(kMorning, centre.random);
    const auto before = must(centre.central->headNow()).lsn;
    const auto receipt =
        phone.send({phone.activity(other, "防溺水宣讲"), phone.activity(row, "短")}, true);
    EXPECT_EQ(receipt.changes(0).reason(), "group");
    EXPECT_EQ(receipt.changes(0).lsn(), 0u);
    EXPECT_EQ(receipt.changes(1).reason(), "limit");
    EXPECT_TRUE(centre.row("activity", other).fields.empty());
    EXPECT_EQ(must(centre.central->headNow()).lsn, before);
    EXPECT_EQ(
        phone.send({phone.activity(other, "防溺水宣讲"), phone.activity(row, "科普宣传")}, true)
            .changes(1)
            .verdict(),
        wire::VERDICT_TAKEN);
}

TEST_F(Push, everyLineOfTheLogIsChainedToTheOneBefore) {
    phone.send(
        {phone.activity(row, "防溺水宣讲"), HandPhone::edit("activity", row, {{"place", "村口"}})});
    const auto lines = must(centre.central->history(typeOf("activity").number, row));
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[1].lsn, lines[0].lsn + 1);
    EXPECT_EQ(must(centre.central->headNow()).hash, lines[1].hash);
    EXPECT_NE(lines[0].hash, lines[1].hash);
}

TEST_F(Push, receiptsAreAnsweredAgainWhenAskedFor) {
    phone.send({phone.activity(row, "防溺水宣讲")});
    wire::Request request;
    request.mutable_receipts()->add_seqs(1);
    request.mutable_receipts()->add_seqs(7);
    const auto reply = centre.ask(phone.caller, request);
    ASSERT_EQ(reply.receipts().receipts_size(), 1);
    EXPECT_EQ(phone.receipt(reply).hash(), phone.lastHash);
}

}  // namespace
}  // namespace xiangji::syncd::test
