// 10,000 mutants of valid envelopes and parcels at the real desk: none takes effect in another
// form, none twice, and each is kept aside or turned away for its reason.
#include <iomanip>
#include <iostream>
#include <map>

#include "tests/unit/desk/mutants.hpp"

namespace xiangji::syncd::test {

namespace {

constexpr int kMutants = 10'000;
constexpr int kARound = 200;  ///< asked at once: they share commits

class Mutants : public MutantPlay {
 protected:
    /// Bad ones that take their number all the same, or everything behind them would wait.
    void playNumbered() {
        const auto play = [&](const char* kind, const auto& bend) {
            const Id row = Id::ofHash("never");
            const auto envelope = bad_.envelope({bad_.activity(row, titleOf(row))}, false, bend);
            const auto receipt = bad_.receipt(bad_.push({envelope}));
            played_.push_back({.kind = kind,
                               .phone = bad_.id(),
                               .kept = envelope.SerializeAsString(),
                               .answer = "kept aside: " + receipt.changes(0).reason()});
        };
        play("after another envelope than it says",
             [&](wire::EnvelopeBody& body) { body.set_previous(centre_.random.bytes(32)); });
        play("with changes that cannot be read", [&](wire::EnvelopeBody& body) {
            body.set_changeset(Bytes("\xff\xff\xff") + centre_.random.bytes(8));
        });
    }

    // ---- mutants ----

    static void flip(std::string& bytes, std::mt19937_64& chance) {
        auto& byte = bytes[chance() % bytes.size()];
        byte = static_cast<char>(byte ^ (1 << (chance() % 8)));
    }
    /// The beginning of one and the end of the other.
    std::string spliced(const std::string& a, const std::string& b) {
        const auto at = 1 + below(std::min(a.size(), b.size()) - 1);
        return a.substr(0, at) + b.substr(at);
    }

    void bentEnvelope(std::size_t which) {
        const auto [author, other] = two();
        auto envelope = someOf(*author);
        switch (which) {
            case 0:
                flip(*envelope.mutable_body(), chance_);
                return either("a bit of the body flipped", *author, envelope);
            case 1:
                flip(*envelope.mutable_signature(), chance_);
                return either("a bit of the signature flipped", *author, envelope);
            case 2:
                envelope.mutable_body()->resize(below(envelope.body().size()));
                return either("the body cut", *author, envelope);
            case 3:
                envelope.mutable_signature()->resize(below(envelope.signature().size()));
                return either("the signature cut", *author, envelope);
            case 4: {
                const auto whole = envelope.body();
                envelope.set_body(spliced(whole, someOf(*other).body()));
                // Where the two end alike it may be what it was.
                return envelope.body() == whole
                           ? bentEnvelope(0)
                           : either("spliced of two phones' bodies", *author, envelope);
            }
            case 5:
                envelope.set_signature(someOf(*other).signature());
                return either("another envelope's signature", *author, envelope);
            case 6:
                envelope = signedEnvelope(envelope.body(), other->phone.key);
                return either("signed by another phone", *author, envelope);
            default:
                return either("another phone's envelope as its own", *author, someOf(*other));
        }
    }

    void bentByItsOwner(std::size_t which) {
        auto& author = of(authors_);
        const auto bent = [&](const auto& bend) { return resigned(author, author.next, bend); };
        switch (which) {
            case 0:
                return either("for another centre", author, bent([&](wire::EnvelopeBody& body) {
                                  body.set_server(centre_.random.bytes(16));
                              }));
            case 1:
                return either("of a life nobody knows", author, bent([&](wire::EnvelopeBody& body) {
                                  body.set_epoch(centre_.random.bytes(16));
                              }));
            case 2:
                return either("with a number that was used", author,
                              bent([&](wire::EnvelopeBody& body) {
                                  body.set_seq(1 + below(author.sent.size()));
                              }));
            default:
                return push("with a number ahead", author, bent([&](wire::EnvelopeBody& body) {
                                body.set_seq(body.seq() + 1 + below(9));
                            }));
        }
    }

    void repeated(std::size_t which) {
        auto& author = of(authors_);
        if (which == 0 || author.parcels.empty()) {
            const auto& [envelope, receipt] = of(author.sent);
            return push("sent again", author, envelope, receipt);
        }
        carry("its parcel again", of(author.parcels), {}, {});
    }

    void bentParcel(std::size_t which) {
        const auto [author, other] = two();
        auto parcel = parcelOf(author->phone, author->phone, author->next);
        const auto send = [&](const char* kind) {
            carry(kind, parcel, parcel.SerializeAsString(), authors_.front().phone.id());
        };
        switch (which) {
            case 0:
                flip(*parcel.mutable_sealed(), chance_);
                return send("a bit of a parcel flipped");
            case 1:
                parcel.mutable_sealed()->resize(below(parcel.sealed().size()));
                return send("a parcel cut");
            case 2: {
                const auto second = parcelOf(other->phone, other->phone, other->next);
                parcel.set_sealed(spliced(parcel.sealed(), second.sealed()));
                return send("spliced of two parcels");
            }
            case 3:
                parcel.set_server(centre_.random.bytes(16));
                return send("a parcel for another centre");
            case 4:
                parcel.set_kind(wire::Parcel::KIND_TO_PHONE);
                return send("a parcel of another kind");
            case 5:
                parcel = parcelOf(author->phone, other->phone, author->next);
                return send("a parcel signed by another phone");
            default: {
                const HandPhone stranger(centre_);
                parcel = parcelOf(stranger, stranger, author->next);
                return send("a parcel of nobody known");
            }
        }
    }

    void someMutant() {
        constexpr std::size_t kEnvelopes = 8;
        constexpr std::size_t kOwners = 4;
        constexpr std::size_t kRepeats = 2;
        constexpr std::size_t kParcels = 7;
        auto drawn = below(kEnvelopes + kOwners + kRepeats + kParcels);
        if (drawn < kEnvelopes) {
            return bentEnvelope(drawn);
        }
        drawn -= kEnvelopes;
        if (drawn < kOwners) {
            return bentByItsOwner(drawn);
        }
        drawn -= kOwners;
        drawn < kRepeats ? repeated(drawn) : bentParcel(drawn - kRepeats);
    }
};

/// What may become of a kind; of one that is not listed nothing is right.
const std::map<std::string, std::set<std::string>>& right() {
    static const std::string kMalformed = "kept aside: malformed";
    static const std::string kSignature = "kept aside: signature";
    static const std::string kElsewhere = "kept aside: other_server";
    static const std::string kDoor = "turned away: OTHER_SERVER";
    static const std::map<std::string, std::set<std::string>> kinds{
        {"a bit of the body flipped", {kMalformed, kSignature, kElsewhere, kDoor}},
        {"a bit of the signature flipped", {kSignature}},
        {"the body cut", {kMalformed, kSignature, kElsewhere, kDoor}},
        {"the signature cut", {kSignature}},
        {"spliced of two phones' bodies", {kMalformed, kSignature, kElsewhere, kDoor}},
        {"another envelope's signature", {kSignature}},
        {"signed by another phone", {kSignature}},
        {"another phone's envelope as its own", {kMalformed}},
        {"for another centre", {kElsewhere, kDoor}},
        {"of a life nobody knows", {kElsewhere, kDoor}},
        {"with a number that was used", {"kept aside: forked"}},
        {"with a number ahead", {"turned away: MISSING"}},
        {"after another envelope than it says", {"kept aside: chain"}},
        {"with changes that cannot be read", {"kept aside: malformed"}},
        {"sent again", {"its receipt again"}},
        {"its parcel again", {""}},
        {"a bit of a parcel flipped", {"kept aside: sealed"}},
        {"a parcel cut", {"kept aside: sealed"}},
        {"spliced of two parcels", {"kept aside: sealed"}},
        {"a parcel for another centre", {"kept aside: other_centre"}},
        {"a parcel of another kind", {"kept aside: other_centre"}},
        {"a parcel signed by another phone", {"kept aside: signature"}},
        {"a parcel of nobody known", {"kept aside: unknown_device"}},
    };
    return kinds;
}

void printTable(const std::map<std::pair<std::string, std::string>, int>& table) {
    constexpr int kKindWidth = 40;
    constexpr int kOutcomeWidth = 30;
    for (const auto& [entry, count] : table) {
        std::cout << std::left << std::setw(kKindWidth) << entry.first << std::setw(kOutcomeWidth)
                  << (entry.second.empty() ? "its receipts again" : entry.second) << std::right
                  << std::setw(6) << count << '\n';
    }
}

}  // namespace

TEST_F(Mutants, noneOfTenThousandTakesEffectAndEachIsKeptOrTurnedAwayForItsReason) {
    while (played_.size() < static_cast<std::size_t>(kMutants)) {
        for (int i = 0; i < kARound; ++i) {
            someMutant();
        }
        ASSERT_NO_FATAL_FAILURE(playRound());
        const auto head = must(centre_.central->headNow()).lsn;
        playNumbered();
        ASSERT_EQ(must(centre_.central->headNow()).lsn, head) << "a mutant took effect";
        for (auto& author : authors_) {
            ASSERT_NO_FATAL_FAILURE(deliver(author));
        }
    }
    std::map<std::pair<Id, Bytes>, std::string> aside;
    for (const auto& one : must(centre_.central->wholeAsideNow())) {
        aside[{one.device, one.envelope}] = one.reason;
    }
    std::map<std::pair<std::string, std::string>, int> table;
    for (const auto& mutant : played_) {
        const auto kept = aside.find({mutant.phone, mutant.kept});
        const bool beside = kept != aside.end() && !kept->second.empty();
        ++table[{mutant.kind, beside ? "kept aside: " + kept->second : mutant.answer}];
        // Who says that it was kept must have it.
        EXPECT_TRUE(beside || kept != aside.end() || !mutant.answer.starts_with("kept aside"))
            << mutant.kind;
    }
    printTable(table);
    for (const auto& [entry, count] : table) {
        EXPECT_TRUE(right().at(entry.first).contains(entry.second))
            << entry.first << ": " << entry.second;
    }
    // What was sent as it is took effect as it is, once.
    for (const auto& row : valid_) {
        EXPECT_EQ(textOf(shown("activity", centre_.row("activity", row), "title")), titleOf(row));
    }
    const auto status = must(centre_.desk->status());
    const auto activities =
        std::ranges::find(status.rows, "activity", [](const auto& named) { return named.first; });
    EXPECT_EQ(activities->second, valid_.size());
    EXPECT_TRUE(must(centre_.desk->audit({})).findings.empty());
}

}  // namespace xiangji::syncd::test
