// Parcels at the desk: what a bundle holds takes effect exactly once, in its author's name, whoever
// brings it.
#include <algorithm>
#include <random>

#include "core/sync/parcel.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {

namespace {

struct Posting : testing::Test {
    SmallCentre centre;
    HandPhone author{centre, "tutor", kLinjiang, "李明"};
    HandPhone carrier{centre, "volunteer", kLinjiang, "王小明"};
    HandPhone* writer = &author;  ///< whose parcels these are

    wire::Parcel parcel(const std::vector<wire::Envelope>& envelopes,
                        const std::vector<std::uint64_t>& wanted = {}) {
        wire::Post post;
        post.set_server(writer->server);
        post.set_device(writer->id().bytes());
        for (const auto& envelope : envelopes) {
            *post.add_envelopes() = envelope;
        }
        post.mutable_wanted()->Add(wanted.begin(), wanted.end());
        return must(sealedPost(post, writer->key, centre.key.publicKey(), centre.random));
    }
    std::vector<wire::ReceiptBody> receiptsIn(const wire::Delivered& delivered) const {
        std::vector<wire::ReceiptBody> bodies;
        for (const auto& answer : delivered.answers()) {
            const auto answers = must(openedAnswers(answer, writer->key));
            for (const auto& receipt : answers.receipts()) {
                bodies.push_back(must(openedReceipt(receipt, centre.key.publicKey())));
            }
        }
        std::ranges::sort(bodies, {}, [](const auto& body) { return body.seq(); });
        return bodies;
    }
    std::vector<wire::ReceiptBody> deliver(const std::vector<wire::Envelope>& envelopes,
                                           const std::vector<std::uint64_t>& wanted = {}) {
        const auto delivered = must(centre.desk->deliver(parcel(envelopes, wanted)));
        EXPECT_EQ(delivered.words(), "");
        return receiptsIn(delivered);
    }
    wire::Envelope logged(int number) {
        return writer->envelope(
            {writer->activity(Id::ofHash("activity " + std::to_string(number)), "暑期宣讲活动")});
    }
    std::uint64_t rows() const {
        const auto status = must(centre.desk->status());
        return std::ranges::find(status.rows, "activity", [](const auto& row) { return row.first; })
            ->second;
    }
    std::uint64_t quarantined() const { return must(centre.desk->status()).quarantined; }
};

}  // namespace

TEST_F(Posting, takesEffectOnceInItsAuthorsNameHoweverOftenItComes) {
    const std::vector<wire::Envelope> envelopes{logged(1), logged(2)};
    const auto first = deliver(envelopes);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].changes(0).verdict(), wire::VERDICT_TAKEN);
    const auto again = deliver(envelopes);
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(again[1].SerializeAsString(), first[1].SerializeAsString());
    // And by the link, where the author is told the same.
    author.hello();
    EXPECT_EQ(author.receipt(author.push(envelopes), 1).SerializeAsString(),
              first[1].SerializeAsString());
    EXPECT_EQ(rows(), 2U);
    const auto row = centre.row("activity", Id::ofHash("activity 1"));
    EXPECT_EQ(idIn(shown("activity", row, "author_person")), author.person());
}

TEST_F(Posting, aCarrierHandsItOverAndCannotReadTheAnswer) {
    carrier.hello();
    wire::Request request;
    *request.mutable_carried()->mutable_parcel() = parcel({logged(1)});
    const auto reply = centre.ask(carrier.caller, request);
    ASSERT_TRUE(reply.has_delivered()) << reply.refusal().words();
    EXPECT_FALSE(openedAnswers(reply.delivered().answers(0), carrier.key));
    EXPECT_EQ(receiptsIn(reply.delivered()).size(), 1U);
    EXPECT_EQ(rows(), 1U);
}

TEST_F(Posting, aRevokedOrUnprovenCarrierIsNotListenedTo) {
    wire::Request request;
    *request.mutable_carried()->mutable_parcel() = parcel({logged(1)});
    HandPhone stranger(centre);
    EXPECT_EQ(centre.ask(stranger.caller, request).refusal().code(),
              wire::Refusal::CODE_NOT_PROVEN);
    carrier.hello();
    (void)must(centre.desk->revoke(carrier.id()));
    EXPECT_EQ(centre.ask(carrier.caller, request).refusal().code(), wire::Refusal::CODE_REVOKED);
    EXPECT_EQ(rows(), 0U);
}

TEST_F(Posting, whatComesBeforeItsTurnWaitsAndIsTakenWhenTheGapIsFilled) {
    const auto one = logged(1);
    const auto two = logged(2);
    const auto three = logged(3);
    const auto held = deliver({two, three});
    ASSERT_EQ(held.size(), 2U);
    EXPECT_EQ(held[0].changes(0).verdict(), wire::VERDICT_HELD);
    EXPECT_EQ(held[0].changes(0).reason(), "gap");
    EXPECT_EQ(must(centre.desk->status()).held, 2U);
    EXPECT_EQ(rows(), 0U);
    centre.clock.advance(24 * 3600 * 1000);
    const auto filled = deliver({one}, {2, 3});
    ASSERT_EQ(filled.size(), 3U);
    for (const auto& receipt : filled) {
        EXPECT_EQ(receipt.changes(0).verdict(), wire::VERDICT_TAKEN) << receipt.seq();
    }
    EXPECT_EQ(filled[2].received_ms(), kMorning) << "its admission dates from its arrival";
    EXPECT_EQ(rows(), 3U);
    EXPECT_EQ(must(centre.desk->status()).held, 0U);
}

TEST_F(Posting, aLivePhoneFillsTheGapThatABundleLeft) {
    const auto one = logged(1);
    const auto two = logged(2);
    const auto three = logged(3);
    (void)deliver({two});
    author.hello();
    const auto reply = author.push({one, two, three});
    ASSERT_EQ(reply.receipts().receipts_size(), 3);
    EXPECT_EQ(author.receipt(reply, 1).changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(rows(), 3U);
}

TEST_F(Posting, aLivePhoneThatFillsOnlyTheGapGetsTheRestSettled) {
    const auto one = logged(1);
    (void)deliver({logged(2), logged(3)});
    author.hello();
    (void)author.push({one});
    EXPECT_EQ(rows(), 3U);
    EXPECT_EQ(deliver({}, {2, 3}).size(), 2U);
}

TEST_F(Posting, oneBadEnvelopeDelaysNoOther) {
    const auto one = logged(1);
    auto bad = logged(2);
    bad.set_signature(std::string(64, 'x'));
    HandPhone other(centre, "tutor", kLinjiang, "张三");
    const auto foreign = other.envelope({other.activity(Id::ofHash("other"), "别人的活动")});
    wire::Envelope noise;
    noise.set_body("noise");
    author.lastSeq = 1;
    author.lastHash = hashOf(one.body());
    const auto two = logged(2);
    const auto receipts = deliver({noise, one, foreign, bad, two});
    ASSERT_EQ(receipts.size(), 3U);
    EXPECT_EQ(rows(), 2U);
    EXPECT_EQ(quarantined(), 3U);
}

TEST_F(Posting, whatCannotBeOpenedIsRecordedWithItsReason) {
    auto bent = parcel({logged(1)});
    auto& octet = (*bent.mutable_sealed())[100];
    octet = static_cast<char>(octet ^ 1);
    EXPECT_NE(must(centre.desk->deliver(bent)).words(), "");
    auto elsewhere = parcel({logged(2)});
    elsewhere.set_server(Id::ofHash("another centre").bytes());
    EXPECT_NE(must(centre.desk->deliver(elsewhere)).words(), "");
    wire::Post post;
    post.set_server(author.server);
    HandPhone stranger(centre);
    post.set_device(stranger.id().bytes());
    EXPECT_NE(must(centre.desk->deliver(
                       must(sealedPost(post, stranger.key, centre.key.publicKey(), centre.random))))
                  .words(),
              "");
    post.set_device(author.id().bytes());
    EXPECT_NE(must(centre.desk->deliver(
                       must(sealedPost(post, stranger.key, centre.key.publicKey(), centre.random))))
                  .words(),
              "");
    EXPECT_EQ(quarantined(), 4U);
    EXPECT_EQ(rows(), 0U);
}

TEST_F(Posting, theGapOfARevokedPhoneIsPutAside) {
    const auto one = logged(1);
    (void)deliver({logged(2)});
    (void)must(centre.desk->revoke(author.id()));
    EXPECT_EQ(must(centre.desk->status()).held, 0U);
    const auto later = deliver({one, logged(3)});
    for (const auto& receipt : later) {
        EXPECT_EQ(receipt.changes(0).reason(), "revoked") << receipt.seq();
    }
    EXPECT_EQ(rows(), 0U);
}

TEST_F(Posting, anUnconfirmedPhonesBundleWaitsForItsConfirmation) {
    HandPhone pending(centre);
    ASSERT_TRUE(
        pending.join(centre.invitation("volunteer", kLinjiang, "", 3), "周芳").has_joined());
    writer = &pending;
    const auto one = logged(1);
    const auto two = logged(2);
    EXPECT_EQ(deliver({two})[0].changes(0).reason(), "gap");
    EXPECT_EQ(deliver({one})[0].changes(0).reason(), "unconfirmed");
    EXPECT_EQ(rows(), 0U);
    (void)must(centre.desk->confirm(pending.id()));
    EXPECT_EQ(rows(), 2U);
}

TEST_F(Posting, aCopiedPhonesEnvelopeIsKeptBesideTheOneThatWaits) {
    const auto one = logged(1);
    const auto two = logged(2);
    author.lastSeq = 1;
    author.lastHash = hashOf(one.body());
    auto copy = author.envelope({author.activity(Id::ofHash("copy"), "副本写的活动")});
    (void)deliver({two});
    const auto receipts = deliver({copy, one});
    EXPECT_EQ(rows(), 2U);
    EXPECT_TRUE(std::ranges::any_of(
        receipts, [](const auto& receipt) { return receipt.changes(0).reason() == "forked"; }));
}

TEST_F(Posting, shuffledRepeatedAndMutatedParcelsNeverTakeEffectInAnotherForm) {
    std::vector<wire::Parcel> parcels;
    for (int number = 1; number <= 12; ++number) {
        parcels.push_back(parcel({logged(number)}));
    }
    std::mt19937 chance(20'260'619);  // NOLINT: the same run every time
    std::uint64_t mutated = 0;
    for (int round = 0; round < 300; ++round) {
        auto one = parcels[chance() % parcels.size()];
        if (chance() % 3 != 0) {
            auto& sealed = *one.mutable_sealed();
            const auto at = chance() % sealed.size();
            switch (chance() % 3) {
                case 0:
                    sealed[at] = static_cast<char>(sealed[at] ^ (1 << chance() % 8));
                    break;
                case 1:
                    sealed.resize(at);
                    break;
                default:
                    sealed.replace(0, at, parcels[chance() % parcels.size()].sealed(), 0, at);
            }
            mutated += one.sealed() != parcels[0].sealed() ? 1 : 0;
        }
        (void)must(centre.desk->deliver(one));
    }
    for (const auto& one : parcels) {
        EXPECT_EQ(must(centre.desk->deliver(one)).words(), "");
    }
    EXPECT_EQ(rows(), 12U);
    EXPECT_EQ(must(centre.desk->status()).held, 0U);
    for (int number = 1; number <= 12; ++number) {
        const auto row = centre.row("activity", Id::ofHash("activity " + std::to_string(number)));
        EXPECT_EQ(textOf(shown("activity", row, "title")), "暑期宣讲活动");
    }
    EXPECT_GT(mutated, 100U);
}

}  // namespace xiangji::syncd::test
