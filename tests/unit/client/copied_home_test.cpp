// A home that was put back from an older copy, or lives twice: its key is a fork (DESIGN §5), so it
// joins under a new one and what the centre did not take is recorded again.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/client/bundle_file.hpp"
#include "core/client/device_key.hpp"
#include "core/client/next_key.hpp"
#include "tests/support/picture_file.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

namespace fs = std::filesystem;

struct CopiedHome : testing::Test {
    Township town;
    std::unique_ptr<Phone> phone = town.phone("李明", "tutor");
    std::unique_ptr<Phone> other = town.phone("王小明", "tutor");
    fs::path copy;

    [[nodiscard]] fs::path copyOf(Phone& of, const std::string& name) const {
        of.client.reset();
        auto copy = town.folder.path() / name;
        fs::copy(of.home, copy, fs::copy_options::recursive);
        of.restart();
        return copy;
    }
    void putBack(const fs::path& copy) const {
        phone->client.reset();
        fs::remove_all(phone->home);
        fs::copy(copy, phone->home, fs::copy_options::recursive);
        phone->restart();
    }
    /// A home whose older copy was put back: the centre has two envelopes that it does not know.
    void fork() {
        phone->add("activity", kLesson);
        phone->sync();
        copy = copyOf(*phone, "copy");
        phone->add("activity", kLesson);
        phone->add("activity", kLesson);
        phone->sync();
        putBack(copy);
    }
    JoinReport joinAnew() {
        const auto joined = (*phone)->join(invite(), "");
        EXPECT_TRUE(joined) << joined.error().detail;
        EXPECT_TRUE(joined && joined->anew);
        EXPECT_TRUE(joined && joined->firstSync.end == SyncEnd::done);
        return joined.valueOr({});
    }
    void expectAlike() {
        rest({phone.get(), other.get()});
        EXPECT_FALSE((*phone)->status()->copied);
        EXPECT_EQ((*phone)->status()->unsent, 0U);
        EXPECT_EQ(phone->everything("activity"), other->everything("activity"));
        EXPECT_TRUE(town.desk->audit({})->findings.empty());
    }
    [[nodiscard]] std::size_t timesInLog(const RecordType& type, const Id& row) const {
        return (*other)->history(type, row)->entries.size();
    }
    [[nodiscard]] std::string invite() { return town.invite("李明", "tutor", "360982100"); }
    [[nodiscard]] static std::size_t rows(const Phone& of) {
        return *of->count(activity(), {.voidedToo = true});
    }
};

TEST_F(CopiedHome, putBackJoinsUnderANewKeyAndSendsWhatTheCentreDidNotTake) {
    fork();
    const Me before = (*phone)->me();
    const Id waited = phone->add("activity", kLesson);
    EXPECT_TRUE(phone->sync().copied);
    EXPECT_TRUE((*phone)->status()->copied);
    EXPECT_EQ((*phone)->status()->unsent, 1U) << "nothing goes out under a key that is a fork";
    const auto bundle = writeBundleFile(**phone, town.folder.path() / "copied.xjb");
    ASSERT_TRUE(bundle);
    EXPECT_TRUE(bundle->copied) << "and whoever carries it by hand is told so";
    EXPECT_EQ(bundle->envelopes, 0U);
    const auto joined = joinAnew();
    EXPECT_EQ(joined.again, 1U);
    EXPECT_EQ(joined.former.device, before.device);
    EXPECT_NE(joined.me.device, before.device);
    EXPECT_EQ(joined.me.person, before.person) << "the same person";
    EXPECT_EQ(joined.me.roles, before.roles);
    expectAlike();
    EXPECT_EQ(rows(*other), 4U);
    EXPECT_EQ(other->text("activity", waited, "place"), "村口池塘边");
    EXPECT_EQ(timesInLog(activity(), waited), 1U);
    phone->restart();
    phone->add("activity", kLesson);
    phone->sync();
    expectAlike();
    EXPECT_EQ(rows(*other), 5U);
}

TEST_F(CopiedHome, isNoticedBeforeAnythingIsWritten) {
    fork();
    EXPECT_FALSE((*phone)->status()->copied);
    EXPECT_TRUE(phone->sync().copied);
    EXPECT_EQ(joinAnew().again, 0U);
    expectAlike();
}

TEST_F(CopiedHome, thatWroteMoreThanTheOtherDoesNotTakeItsNumbers) {
    phone->add("activity", kLesson);
    phone->sync();
    copy = copyOf(*phone, "copy");
    phone->add("activity", kLesson);
    phone->sync();
    putBack(copy);
    std::vector<Id> waited;
    for (int i = 0; i < 4; ++i) {
        waited.push_back(phone->add("activity", kLesson));
    }
    EXPECT_TRUE(phone->sync().copied);
    EXPECT_EQ(joinAnew().again, 4U);
    expectAlike();
    EXPECT_EQ(rows(*other), 6U);
}

TEST_F(CopiedHome, onASecondPhoneLeavesTheFirstAlone) {
    phone->add("activity", kLesson);
    phone->sync();
    copy = copyOf(*phone, "clone");
    Phone clone(copy, town.clock, *town.desk);
    phone->add("activity", kLesson);
    clone.add("activity", kLesson);
    clone.add("activity", kLesson);
    EXPECT_FALSE(phone->sync().copied);
    EXPECT_TRUE(clone.sync().copied);
    phone->add("activity", kLesson);
    EXPECT_FALSE(phone->sync().copied);
    const auto joined = clone->join(invite(), "");
    ASSERT_TRUE(joined) << joined.error().detail;
    EXPECT_EQ(joined->again, 2U);
    phone->add("activity", kLesson);
    EXPECT_FALSE(phone->sync().copied) << "the first goes on under the key they shared";
    clone.sync();
    expectAlike();
    EXPECT_EQ(rows(*other), 6U);
    EXPECT_EQ(clone.everything("activity"), other->everything("activity"));
    ASSERT_TRUE(town.desk->revoke(joined->former.device));
    clone.add("activity", kLesson);
    EXPECT_FALSE(clone.sync().copied);
    EXPECT_EQ(clone->status()->refused, 0U) << "the old key's end is not the person's";
}

TEST_F(CopiedHome, whoseEnvelopesWerePutAsideSendsThemAgainAndNothingElse) {
    fork();
    const Id aside = phone->add("activity", kLesson);
    phone->edit("activity", aside, {{"place", "祠堂"}});
    const auto file = town.folder.path() / "post.xjb";
    ASSERT_TRUE(writeBundleFile(**phone, file));
    ASSERT_TRUE(readBundleFile(**other, file));
    other->sync();
    ASSERT_TRUE(writeBundleFile(**other, file));
    ASSERT_TRUE(readBundleFile(**phone, file));
    EXPECT_EQ((*phone)->status()->unsent, 0U);
    EXPECT_EQ((*phone)->status()->refused, 2U);
    EXPECT_TRUE((*phone)->status()->copied);
    EXPECT_EQ(joinAnew().again, 2U);
    EXPECT_EQ((*phone)->status()->refused, 0U);
    expectAlike();
    EXPECT_EQ(other->text("activity", aside, "place"), "祠堂");
    EXPECT_EQ(timesInLog(activity(), aside), 2U);
    EXPECT_EQ(rows(*other), 4U);
}

TEST_F(CopiedHome, keepsItsStepsAsSteps) {
    auto clerk = town.phone("张办事员", "institute_clerk");
    const Id first = phone->add("activity", kLesson);
    phone->sync();
    clerk->sync();
    ASSERT_TRUE((*phone)->write({Act{.type = &activity(), .id = first, .action = "submit"}}));
    phone->sync();
    clerk->sync();
    ASSERT_TRUE((*clerk)->write({Act{.type = &activity(), .id = first, .action = "approve"}}));
    rest({clerk.get(), phone.get()});
    fork();
    const Id second = phone->add("activity", kLesson);
    ASSERT_TRUE((*phone)->write({Act{.type = &activity(), .id = second, .action = "submit"}}));
    const Id third = phone->add("activity", kLesson);
    ASSERT_TRUE((*phone)->write({Void{.type = &activity(), .id = third, .reason = "记错了"}}));
    phone->edit("activity", first, {{"place", "祠堂"}});  // locked by now: a proposal
    ASSERT_EQ((*phone)->proposals()->size(), 1U);
    EXPECT_EQ(joinAnew().again, 5U);
    rest({clerk.get(), phone.get()});
    expectAlike();
    EXPECT_EQ((*other)->history(activity(), second)->entries.back().verb, "act");
    EXPECT_EQ((*other)->history(activity(), third)->entries.back().verb, "void");
    const auto proposals = *(*phone)->proposals();
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].sendState, SendState::delivered);
    ASSERT_TRUE((*clerk)->write({AnswerProposal{.proposal = proposals[0].id}}));
    rest({clerk.get(), phone.get()});
    EXPECT_EQ(phone->text("activity", first, "place"), "祠堂");
}

TEST_F(CopiedHome, readsWhatItHadSealed) {
    const auto& child = *Catalogue::builtIn().find("child");
    const Id known = phone->add("child", {{"alias", "小宝"}, {"real_name", "欧阳小宝"}});
    ASSERT_TRUE((*phone)->saveDraft("child", "一半"));
    fork();
    const Id waited = phone->add("child", {{"alias", "小贝"}, {"real_name", "欧阳小贝"}});
    phone->edit("child", known, {{"real_name", "欧阳大宝"}});
    (void)joinAnew();
    phone->restart();
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(phone->text("child", known, "real_name"), "欧阳大宝");
        EXPECT_EQ(phone->text("child", waited, "real_name"), "欧阳小贝");
        EXPECT_EQ((*phone)->draft("child").valueOr({}), std::optional<std::string>("一半"));
        EXPECT_EQ((*phone)->verdicts()->size(), 0U);
        phone->sync();
    }
    EXPECT_EQ((*phone)->count(child, {}).valueOr(0), 2U);
}

TEST_F(CopiedHome, sendsItsFilesAndWhatItCarriesForOthers) {
    fork();
    const auto picture = town.folder.path() / "photo.png";
    std::ofstream(picture, std::ios::binary) << noisyPng(40, 30, 7);
    const auto row = (*phone)->addMedia({.file = picture});
    ASSERT_TRUE(row) << row.error().detail;
    const Id carried = other->add("activity", kLesson);
    const auto file = town.folder.path() / "post.xjb";
    ASSERT_TRUE(writeBundleFile(**other, file));
    ASSERT_EQ(readBundleFile(**phone, file)->carried, 1U);
    (void)joinAnew();
    EXPECT_EQ((*phone)->media(*row)->standing, FileStanding::delivered);
    EXPECT_EQ(phone->text("activity", carried, "place"), "村口池塘边");
}

TEST_F(CopiedHome, mayBeCutAnywhereAndTriesAgainWithTheSameInvitation) {
    fork();
    std::size_t lessons = 3;
    bool whole = false;
    for (int replies = 0; !whole; ++replies) {
        putBack(copy);
        phone->add("activity", kLesson);
        ++lessons;
        EXPECT_TRUE(phone->sync().copied);
        const auto invitation = invite();
        phone->links.cutReplyAfter = replies;
        const auto cut = (*phone)->join(invitation, "");
        whole = phone->links.cutReplyAfter.has_value();
        EXPECT_TRUE(!whole || cut);
        phone->links.cutReplyAfter.reset();
        phone->restart();
        const auto joined = (*phone)->join(invitation, "");
        ASSERT_TRUE(joined) << replies << ": " << joined.error().detail;
        EXPECT_EQ(joined->firstSync.end, SyncEnd::done) << replies;
        expectAlike();
        EXPECT_EQ(rows(*other), lessons) << replies;
        ASSERT_LT(replies, 100);
    }
    EXPECT_EQ(rows(*other), lessons);
    EXPECT_GT(lessons, 3U + 5U) << "so many replies at least there are to lose";
}

TEST_F(CopiedHome, killedBetweenItsDatabaseAndItsKeyGoesOnByItself) {
    fork();
    const auto former = *phone->keys.load(std::string(kDeviceKey));
    ASSERT_TRUE(phone->keys.save(std::string(kNextKey), SigningKey::make(town.random).seed()));
    phone->restart();
    EXPECT_TRUE(phone->sync().copied) << "a key that nothing goes by yet changes nothing";
    phone->add("activity", kLesson);
    const auto joined = joinAnew();
    const auto now = *phone->keys.load(std::string(kDeviceKey));
    EXPECT_FALSE(*phone->keys.load(std::string(kNextKey)));
    phone->client.reset();
    ASSERT_TRUE(phone->keys.save(std::string(kNextKey), *now));
    ASSERT_TRUE(phone->keys.save(std::string(kDeviceKey), *former));
    phone->restart();
    EXPECT_EQ((*phone)->me().device, joined.me.device);
    phone->add("activity", kLesson);
    phone->sync();
    expectAlike();
    EXPECT_EQ(rows(*other), 5U);
}

TEST_F(CopiedHome, isNotLetInByAnotherPersonsInvitationOrOnceItsKeyWasEnded) {
    fork();
    phone->add("activity", kLesson);
    const auto others = (*phone)->join(town.invite("陈静", "tutor", "360982100"), "");
    ASSERT_FALSE(others);
    EXPECT_NE(others.error().detail.find("陈静"), std::string::npos) << others.error().detail;
    EXPECT_EQ((*phone)->status()->unsent, 1U);
    ASSERT_TRUE(town.desk->revoke((*phone)->me().device));
    EXPECT_FALSE((*phone)->join(invite(), ""));
    EXPECT_EQ((*phone)->status()->unsent, 1U);
}

TEST_F(CopiedHome, byAnInvitationForSeveralWaitsForTheOfficeAndGetsNoRoleByIt) {
    fork();
    const Id waited = phone->add("activity", kLesson);
    const auto joined = (*phone)->join(town.invite("", "institute_clerk", "360982100", 5), "李明");
    ASSERT_TRUE(joined) << joined.error().detail;
    EXPECT_TRUE(joined->me.pending);
    EXPECT_EQ(joined->me.roles, std::vector<Role>{ROLE_TUTOR});
    EXPECT_EQ((*phone)->status()->held, 1U);
    ASSERT_TRUE(town.desk->confirm(joined->me.device));
    expectAlike();
    EXPECT_EQ(other->text("activity", waited, "place"), "村口池塘边");
}

TEST_F(CopiedHome, thatIsCopiedOnceMoreJoinsOnceMore) {
    fork();
    phone->add("activity", kLesson);
    (void)joinAnew();
    const auto second = copyOf(*phone, "second");
    phone->add("activity", kLesson);
    phone->sync();
    putBack(second);
    phone->add("activity", kLesson);
    EXPECT_TRUE(phone->sync().copied);
    EXPECT_EQ(joinAnew().again, 1U);
    expectAlike();
    EXPECT_EQ(rows(*other), 6U);
}

TEST_F(CopiedHome, givesARestoredCentreWhatItsFormerKeySent) {
    phone->add("activity", kLesson);
    phone->sync();
    const auto backup = town.backup("night");
    const Id early = phone->add("activity", kLesson);
    phone->sync();
    copy = copyOf(*phone, "copy");
    phone->add("activity", kLesson);
    phone->sync();
    putBack(copy);
    EXPECT_TRUE(phone->sync().copied);
    joinAnew();
    const Id late = phone->add("activity", kLesson);
    phone->sync();
    const auto before = town.central->history(activity().number, early)->front();
    town.restore(backup, {phone.get(), other.get()});
    phone->sync();
    expectAlike();
    EXPECT_EQ(other->text("activity", late, "place"), "村口池塘边");
    const auto again = *town.central->history(activity().number, early);
    ASSERT_EQ(again.size(), 1U) << "once";
    EXPECT_EQ(again[0].device, before.device);
    EXPECT_EQ(again[0].receivedMs, before.receivedMs);
    const auto proposed = *town.desk->recovery();
    ASSERT_EQ(proposed.size(), 1U) << "only what the copy never had itself";
    EXPECT_NE(proposed[0].row, early);
}

TEST_F(CopiedHome, forgetsItsFormerKeyWithTheLastItKeptOfIt) {
    fork();
    joinAnew();
    const auto names = [&] {  // its certificate names the phone's holder
        phone->client.reset();
        const auto sql = phone->file();
        return sql->statement("SELECT 1 FROM _phone WHERE name LIKE 'former_c%' AND value <> x''")
            .step();
    };
    EXPECT_TRUE(names());
    town.clock.advance(Instant{91} * 24 * 3600 * 1000);
    phone->restart();
    phone->sync();
    EXPECT_FALSE(names());
}

TEST_F(CopiedHome, isKnownAgainByItsFormerKeysCertificate) {
    const auto backup = town.backup("before anybody wrote");
    const auto late = town.phone("赵老师", "tutor");
    const Id id = late->add("activity", kLesson);
    late->add("activity", kLesson);
    late->sync();
    const auto clone = copyOf(*late, "clone");
    late->add("activity", kLesson);
    late->sync();
    late->client.reset();
    std::filesystem::remove_all(late->home);
    std::filesystem::copy(clone, late->home, std::filesystem::copy_options::recursive);
    late->restart();
    EXPECT_TRUE(late->sync().copied);
    const auto joined = (*late)->join(town.invite("赵老师", "tutor", "360982100"), "");
    ASSERT_TRUE(joined) << joined.error().detail;
    const auto line = town.central->history(activity().number, id)->front();

    town.restore(backup, {phone.get(), other.get(), late.get()});
    late->sync();
    const auto again = *town.central->history(activity().number, id);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].device, line.device);
    EXPECT_EQ(again[0].effective, line.effective);
    EXPECT_EQ(again[0].receivedMs, line.receivedMs);
    EXPECT_TRUE(town.desk->audit({})->findings.empty());
    late->sync();
    EXPECT_EQ(town.central->history(activity().number, id)->size(), 1U);
    other->sync();
    EXPECT_EQ(other->text("activity", id, "place"), "村口池塘边");
}

}  // namespace
}  // namespace xiangji::test
