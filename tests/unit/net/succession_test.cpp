// A phone meets a centre that has gone on to other keys: over real handshakes.
#include "core/net/succession.hpp"

#include <gtest/gtest.h>

#include "core/net/tls_link.hpp"
#include "tests/unit/net/odd_server.hpp"

namespace xiangji {
namespace {

using namespace std::chrono_literals;
using test::OddServer;

constexpr std::string_view kEnd = "-----END CERTIFICATE-----\n";

/// The certificates of an identity, in their order.
std::vector<std::string> certificatesOf(const TlsIdentity& identity) {
    std::vector<std::string> found;
    const auto& pem = identity.certificatePem();
    for (std::size_t from = 0; from < pem.size();) {
        const auto end = pem.find(kEnd, from) + kEnd.size();
        found.push_back(pem.substr(from, end - from));
        from = end;
    }
    return found;
}

TlsIdentity madeOf(const std::vector<std::string>& certificates, const TlsIdentity& keyOf) {
    std::string pem;
    for (const auto& one : certificates) {
        pem += one;
    }
    return *TlsIdentity::fromPem(pem, keyOf.keyPem());
}

class Succession : public ::testing::Test {
 protected:
    /// The centre's keys one after the other: each was named by the one before it.
    Succession() {
        auto next = *TlsIdentity::make();
        keys_.push_back(*TlsIdentity::make()->naming(next));
        for (int i = 0; i < 4; ++i) {
            const auto after = *TlsIdentity::make();
            keys_.push_back(*keys_.back().succeededBy(next)->naming(after));
            next = after;
        }
    }

    struct Met {
        std::optional<Error> refused;
        std::optional<Pins> newPins;
    };
    /// What a phone that knows these pins makes of a centre with this identity.
    static Met meet(const TlsIdentity& shown, const Pins& known) {
        OddServer server(OddServer::speakingTls(
            shown, [](auto& tls) { OddServer::waitForEnd(tls.next_layer()); }));
        auto address = server.address(known.pin);
        address.backupPin = known.backupPin;
        auto link = TlsLinkMaker({.connect = 5'000ms, .call = 2'000ms}).connect(address);
        return link ? Met{.newPins = (*link)->newPins()} : Met{.refused = link.error()};
    }
    static Pins pinsOf(const TlsIdentity& key) { return {key.pin(), key.nextPin()}; }

    std::vector<TlsIdentity> keys_;
};

TEST_F(Succession, aCentreThatIsAsItWasTeachesNothing) {
    const auto met = meet(keys_[0], pinsOf(keys_[0]));
    ASSERT_FALSE(met.refused) << met.refused->detail;
    EXPECT_FALSE(met.newPins);
}

TEST_F(Succession, aPhoneThatKnowsOnlyTheKeyLearnsTheNextOne) {
    const auto met = meet(keys_[0], {keys_[0].pin(), {}});
    ASSERT_FALSE(met.refused) << met.refused->detail;
    EXPECT_EQ(met.newPins, pinsOf(keys_[0]));
}

TEST_F(Succession, aPhoneThatSleptFollowsOverAllTheKeysBetween) {
    for (std::size_t slept = 1; slept < keys_.size(); ++slept) {
        EXPECT_EQ(keys_[slept].before(), slept);
        for (const auto& known : {pinsOf(keys_[0]), Pins{keys_[0].pin(), {}}}) {
            const auto met = meet(keys_[slept], known);
            ASSERT_FALSE(met.refused) << slept << ": " << met.refused->detail;
            EXPECT_EQ(met.newPins, pinsOf(keys_[slept])) << slept;
        }
    }
}

TEST_F(Succession, theKeyFromTheSafeIsTakenWithoutAnyStatement) {
    const auto saved = *TlsIdentity::fromKey(keys_[1].keyPem());
    const auto met = meet(saved, pinsOf(keys_[0]));
    ASSERT_FALSE(met.refused) << met.refused->detail;
    EXPECT_EQ(met.newPins, (Pins{keys_[1].pin(), {}}));
    EXPECT_TRUE(meet(saved, {keys_[0].pin(), {}}).refused) << "who was not told of it knows it not";
}

TEST_F(Succession, anOldKeyIsWorthNothingToAPhoneThatHasGoneOn) {
    for (const auto& old : {keys_[0], keys_[1]}) {
        const auto met = meet(old, pinsOf(keys_[2]));
        ASSERT_TRUE(met.refused);
        EXPECT_EQ(met.refused->fault, Fault::untrusted);
    }
}

TEST_F(Succession, aStatementThatTheOldKeyDidNotSignIsRefusedWithWords) {
    // A thief's key in the present one's place, with the centre's certificates behind it.
    const auto thief = *TlsIdentity::make();
    auto certificates = certificatesOf(keys_[2]);
    certificates.front() = certificatesOf(thief).front();
    const auto named = *TlsIdentity::make()->naming(thief);  // signed by a key of the thief's own
    certificates[1] = certificatesOf(named)[1];
    const auto met = meet(madeOf(certificates, thief), pinsOf(keys_[0]));
    ASSERT_TRUE(met.refused);
    EXPECT_EQ(met.refused->fault, Fault::untrusted);
    EXPECT_NE(met.refused->detail.find("did not sign"), std::string::npos) << met.refused->detail;
    EXPECT_NE(met.refused->detail.find("nothing is lost"), std::string::npos);
}

TEST_F(Succession, anyOneStatementMissingOnTheWayIsRefused) {
    const auto whole = certificatesOf(keys_[4]);
    ASSERT_EQ(whole.size(), 7U);  // own, next, four before, the first one's own
    for (std::size_t left = 2; left < whole.size(); ++left) {
        auto certificates = whole;
        certificates.erase(certificates.begin() + static_cast<std::ptrdiff_t>(left));
        EXPECT_TRUE(meet(madeOf(certificates, keys_[4]), {keys_[0].pin(), {}}).refused) << left;
    }
}

TEST_F(Succession, anotherCentresChainIsRefused) {
    const auto other = *TlsIdentity::make();
    const auto theirs = *TlsIdentity::make()->naming(other)->succeededBy(other);
    const auto met = meet(theirs, pinsOf(keys_[0]));
    ASSERT_TRUE(met.refused);
    EXPECT_NE(met.refused->detail.find("another one"), std::string::npos) << met.refused->detail;
}

TEST_F(Succession, aNextPinThatAnotherKeySignedIsNotLearned) {
    auto certificates = certificatesOf(keys_[0]);
    const auto stranger = *TlsIdentity::make()->naming(*TlsIdentity::make());
    certificates[1] = certificatesOf(stranger)[1];
    const auto met = meet(madeOf(certificates, keys_[0]), pinsOf(keys_[0]));
    ASSERT_FALSE(met.refused) << met.refused->detail;
    EXPECT_FALSE(met.newPins);
}

TEST_F(Succession, aKeyWhoseTimeIsOverIsRefusedAndTheDateIsMentioned) {
    const auto old = *TlsIdentity::make(-1);
    const auto met = meet(old, {old.pin(), {}});
    ASSERT_TRUE(met.refused);
    EXPECT_EQ(met.refused->fault, Fault::untrusted);
    EXPECT_NE(met.refused->detail.find("date"), std::string::npos) << met.refused->detail;
}

}  // namespace
}  // namespace xiangji
