// A centre lost its signing key and got another one; its phones come back by an invitation.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

class NewKey : public ::testing::Test {
 protected:
    /// As `syncd key replace` and a new start do it.
    void loseKey() {
        former_.push_back(key_.publicKey());
        key_ = SigningKey::make(township_.random);
        township_.desk.reset();
        auto desk = syncd::Desk::open(seats());
        ASSERT_TRUE(desk) << desk.error().detail;
        township_.desk = *std::move(desk);
        phone_->links.moveTo(*township_.desk);
    }
    [[nodiscard]] syncd::Desk::Seats seats() {
        auto seats = township_.seats();
        seats.serverKey = key_;
        seats.formerServers = former_;
        return seats;
    }
    void comeBack() {
        const auto joined = (*phone_)->join(township_.invite("李明", "tutor", "360982100"), "");
        ASSERT_TRUE(joined) << joined.error().detail;
        EXPECT_TRUE(joined->renewed);
        EXPECT_EQ(joined->firstSync.end, SyncEnd::done) << joined->firstSync.words;
    }

    Township township_;
    SigningKey key_ = township_.key;
    std::vector<Bytes> former_;
    std::unique_ptr<Phone> phone_ = township_.phone("李明", "tutor");
};

TEST_F(NewKey, isRefusedUntilAnInvitationSaysItAndNothingIsLost) {
    const Id before = phone_->add("activity", kLesson);
    phone_->sync();
    phone_->add("activity", kLesson);
    loseKey();
    const auto refused = (*phone_)->sync(nullptr);
    EXPECT_EQ(refused.end, SyncEnd::refused);
    EXPECT_NE(refused.words.find("not signed by this phone's centre"), std::string::npos)
        << refused.words;
    EXPECT_EQ((*phone_)->status()->unsent, 1U);
    comeBack();
    EXPECT_EQ((*phone_)->status()->unsent, 0U);
    EXPECT_EQ(*(*phone_)->count(activity(), {}), 2U);
    EXPECT_EQ(phone_->text("activity", before, "place"), "村口池塘边");
    EXPECT_TRUE(township_.desk->audit({})->findings.empty()) << "what the lost key signed is good";
    phone_->restart();
    phone_->sync();
}

TEST_F(NewKey, givesAnewTheReceiptsThatTheOldOneSignedAndThatWereLostOnTheWay) {
    phone_->add("activity", kLesson);
    phone_->links.cutReplyAfter = 1;  // the welcome comes, the receipt does not
    EXPECT_EQ((*phone_)->sync(nullptr).end, SyncEnd::unreachable);
    phone_->links.cutReplyAfter.reset();
    ASSERT_EQ((*phone_)->status()->unsent, 1U);
    loseKey();
    comeBack();
    EXPECT_EQ((*phone_)->status()->unsent, 0U);
    EXPECT_EQ(*(*phone_)->count(activity(), {}), 1U) << "once, not twice";
}

TEST_F(NewKey, speaksForTheLivesThatTheOldOneHadBegun) {
    phone_->add("activity", kLesson);
    phone_->sync();
    const auto copy = township_.backup("before");
    phone_->add("activity", kLesson);
    phone_->sync();
    township_.restore(copy, {phone_.get()});
    phone_->sync();
    loseKey();
    loseKey();  // and once more, so that two keys came before
    comeBack();
    phone_->sync();
    EXPECT_EQ(*(*phone_)->count(activity(), {}), 2U);
    EXPECT_TRUE(township_.desk->audit({})->findings.empty());
}

TEST_F(NewKey, isNotTakenWhereTheCentreAnswersUnderTheOldOne) {
    const auto joined = (*phone_)->join(township_.invite("李明", "tutor", "360982100"), "");
    ASSERT_FALSE(joined);
    EXPECT_EQ(joined.error().fault, Fault::refused);
}

TEST_F(NewKey, cannotReadWhatWasSealedForTheOldOneAndThatIsTold) {
    const Id child = phone_->add("child", {{"alias", "小宝"}, {"real_name", "欧阳小宝"}});
    loseKey();
    EXPECT_EQ(phone_->text("child", child, "real_name"), "欧阳小宝")
        << "it can still be noted down";
    comeBack();
    EXPECT_EQ((*phone_)->status()->unsent, 0U);
    const auto verdicts = (*phone_)->verdicts();
    ASSERT_TRUE(verdicts);
    EXPECT_TRUE(std::ranges::any_of(*verdicts, [](const VerdictView& verdict) {
        return verdict.state != SendState::delivered && !verdict.words.empty();
    }));
}

}  // namespace
}  // namespace xiangji::test
