// Of an unbroken chain of envelopes the last signature speaks for all.
#include "syncd/merge/opened_envelope.hpp"
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

TEST_F(Signatures, whatAPhoneThatIsConfirmedLaterSentIsTakenThen) {
    HandPhone waiting(centre);
    ASSERT_TRUE(waiting.join(centre.invitation("volunteer", kLinjiang, "", 2), "王芳")
                    .joined()
                    .standing()
                    .pending());
    const auto before = spoiled(waiting.envelope({waiting.activity(row, "防溺水宣讲")}));
    const auto reply = waiting.push({before, waiting.envelope({retitled(row)})});
    ASSERT_EQ(waiting.receipt(reply, 0).changes(0).verdict(), wire::VERDICT_HELD);
    static_cast<void>(must(centre.desk->confirm(waiting.id())));
    EXPECT_EQ(logLines(), 2u);
}

// ---- of which envelopes it is said, by themselves ----

struct Chain : Signatures {
    std::vector<wire::Envelope> envelopes{first, phone.envelope({retitled(row)}),
                                          phone.envelope({retitled(row)})};

    std::vector<bool> signedOnes(std::string_view key) const {
        std::vector<bool> found;
        for (const auto& opened : openEnvelopes(std::vector(envelopes), key, nullptr)) {
            found.push_back(opened.signedByDevice);
        }
        return found;
    }
    std::vector<bool> signedOnes() const { return signedOnes(phone.key.publicKey()); }
    void spoil(std::size_t place) { envelopes[place] = spoiled(envelopes[place]); }
};

TEST_F(Chain, theLastSpeaksForAllBeforeIt) {
    spoil(0);
    spoil(1);
    EXPECT_EQ(signedOnes(), (std::vector{true, true, true}));
    EXPECT_EQ(signedOnes(HandPhone(centre).key.publicKey()), (std::vector{false, false, false}));
}

TEST_F(Chain, behindTheLastThatIsSignedEachSpeaksForItself) {
    spoil(2);
    EXPECT_EQ(signedOnes(), (std::vector{true, true, false}));
    spoil(0);
    EXPECT_EQ(signedOnes(), (std::vector{true, true, false}));
    spoil(1);
    EXPECT_EQ(signedOnes(), (std::vector{false, false, false}));
}

TEST_F(Chain, whereOneIsMissingNobodySpeaksAcross) {
    spoil(0);
    envelopes.erase(envelopes.begin() + 1);
    EXPECT_EQ(signedOnes(), (std::vector{false, true}));
}

TEST_F(Chain, nobodySpeaksForWhatCannotBeReadOrIsAnothers) {
    const auto named = [&](const Bytes& hash) {
        envelopes[1] = phone.envelope({retitled(row)}, false,
                                      [&](wire::EnvelopeBody& body) { body.set_previous(hash); });
        envelopes.resize(2);
        return signedOnes();
    };
    envelopes[0].set_body("nonsense");
    EXPECT_EQ(named(hashOf("nonsense")), (std::vector{false, true}));
    HandPhone other(centre, "volunteer", kLinjiang);
    envelopes[0] = spoiled(other.envelope({other.activity(row, "别人的")}));
    EXPECT_EQ(named(hashOf(envelopes[0].body())), (std::vector{false, true}));
}

}  // namespace
}  // namespace xiangji::syncd::test
