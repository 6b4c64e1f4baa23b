#include "core/sync/heritage.hpp"

#include <gtest/gtest.h>

#include "core/base/random.hpp"
#include "core/sync/epoch_record.hpp"

namespace xiangji {
namespace {

const Id kCentre = Id::ofHash("centre");
const Id kLife = Id::ofHash("the life this phone reads");

class History : public ::testing::Test {
 protected:
    History() {
        phone_.server = kCentre;
        phone_.serverKey = key_.publicKey();
        phone_.epoch = kLife;
        phone_.witnesses.push_back(witness("as it was"));
    }
    static wire::Witness witness(const Bytes& hash) {
        wire::Witness made;
        made.set_epoch(kLife.bytes());
        made.set_lsn(7);
        made.set_hash(hash);
        return made;
    }
    static wire::Welcome welcome(const Id& epoch) {
        wire::Welcome said;
        said.set_server(kCentre.bytes());
        said.set_epoch(epoch.bytes());
        return said;
    }

    SystemRandom random_;
    SigningKey key_ = SigningKey::make(random_);
    PhoneState phone_;
};

TEST_F(History, isShownByTheVeryHashOfTheHeadThatThePhoneHolds) {
    auto said = welcome(kLife);
    EXPECT_FALSE(showsHistory(phone_, said)) << "silence is no proof";
    *said.add_witnesses() = witness("another");
    EXPECT_FALSE(showsHistory(phone_, said));
    *said.mutable_witnesses(0) = witness("as it was");
    EXPECT_TRUE(showsHistory(phone_, said));
}

TEST_F(History, isNotShownByARestoreThatCutsItOff) {
    // Signed by the key that the phone was just told: whoever made the key could say so.
    const Id other = Id::ofHash("a life forked off before everything");
    const auto restored =
        signedEpoch(kCentre, {.id = other, .parent = kLife, .forkLsn = 0, .beganMs = 1}, key_);
    auto said = welcome(other);
    ASSERT_TRUE(said.add_lineage()->ParseFromString(restored.record));
    EXPECT_TRUE(sharedHistory(phone_, said)) << "a key that is known may say that";
    EXPECT_FALSE(showsHistory(phone_, said)) << "one that is not may not";
}

TEST_F(History, ofAPhoneThatHoldsNoneIsNotAskedFor) {
    phone_.witnesses.clear();
    EXPECT_TRUE(showsHistory(phone_, welcome(kLife)));
}

}  // namespace
}  // namespace xiangji
