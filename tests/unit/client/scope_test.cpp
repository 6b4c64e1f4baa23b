// What a phone holds when what it may hold changes.
#include <gtest/gtest.h>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

constexpr const char* kLinjiang = "360982100";
constexpr const char* kYongtai = "360982101";

const RecordType& typeNamed(const char* name) {
    return *Catalogue::builtIn().find(name);
}

std::vector<std::pair<std::string, std::string>> lessonAt(const std::string& unit,
                                                          const std::string& title) {
    return {{"title", title}, {"type", "drowning_prevention"}, {"org", unit}};
}

std::uint64_t countOf(const Phone& phone, const char* type) {
    return *phone->count(typeNamed(type), {.voidedToo = true});
}

struct ScopeOfAPhone : ::testing::Test {
    Township township;
    std::unique_ptr<Phone> admin = township.phone("市中心", "centre_admin", "360982");

    Id unitNamed(const std::string& code) const { return **(*admin)->unitByCode()(code); }

    /// The grants of a phone's person, edited by the centre's administrator.
    void editGrantsOf(const Phone& phone, const char* field, const Value& value) {
        admin->sync();
        const auto& grant = typeNamed("role_grant");
        const auto rows = *(*admin)->list(
            grant, {.where = {{grant.field("person")->number, refTo(phone->me().person)}}});
        ASSERT_FALSE(rows.empty());
        for (const auto& row : rows) {
            ASSERT_TRUE((*admin)->write({Edit{
                .type = &grant, .id = row.id, .fields = {{grant.field(field)->number, value}}}}));
        }
        admin->sync();
    }
    void endGrantsOf(const Phone& phone) { editGrantsOf(phone, "to", township.clock.nowMs()); }
    /// Until when the grants of a phone's person count without a new word of the centre.
    void limitOffline(const Phone& phone, const Value& untilMs) {
        editGrantsOf(phone, "offline_until", untilMs);
    }
    void grant(const Phone& phone, Role role, const std::string& unit) {
        const auto& grant = typeNamed("role_grant");
        const auto written = (*admin)->write(
            {Insert{.type = &grant,
                    .fields = {{grant.field("person")->number, refTo(phone->me().person)},
                               {grant.field("org")->number, refTo(unitNamed(unit))},
                               {grant.field("role")->number, std::int64_t{role}}}}});
        ASSERT_TRUE(written) << written.error().detail;
        admin->sync();
    }
};

TEST_F(ScopeOfAPhone, whatAnEndedRoleShowedIsGoneAtTheNextContact) {
    auto li = township.phone("李明", "volunteer", kLinjiang);
    auto wang = township.phone("王芳", "volunteer", kLinjiang);
    const Id others = wang->add("activity", lessonAt(kLinjiang, "王芳的活动"));
    wang->sync();
    li->sync();
    ASSERT_TRUE((*li)->saveDraft("activity/" + others.text(), "{}"));
    ASSERT_TRUE((*li)->saveDraft("activity/new", "{}"));
    ASSERT_EQ(countOf(*li, "activity"), 1U);
    endGrantsOf(*li);
    township.clock.advance(1000);
    li->sync();
    EXPECT_EQ(countOf(*li, "activity"), 0U);
    EXPECT_EQ(countOf(*li, "person"), 0U);
    EXPECT_GT(countOf(*li, "unit"), 300U) << "the unit tree is everybody's";
    EXPECT_FALSE(*(*li)->draft("activity/" + others.text())) << "a draft about it goes too";
    EXPECT_TRUE(*(*li)->draft("activity/new")) << "what a person typed of his own stays";
}

TEST_F(ScopeOfAPhone, whatWaitsToBeSentGoesFirstAndOnlyThenIsPurged) {
    auto li = township.phone("李明", "volunteer", kLinjiang);
    const Id mine = li->add("activity", lessonAt(kLinjiang, "没发出去的"));
    township.clock.advance(1000);
    endGrantsOf(*li);
    li->links.offline = true;
    EXPECT_EQ((*li)->sync(nullptr).end, SyncEnd::unreachable);
    EXPECT_EQ(countOf(*li, "activity"), 1U);
    li->links.offline = false;
    li->sync();
    EXPECT_EQ(countOf(*li, "activity"), 0U);
    EXPECT_EQ((*li)->status()->unsent, 0U);
    admin->sync();
    EXPECT_EQ(admin->text("activity", mine, "title"), "没发出去的")
        << "written while he was allowed to";
}

TEST_F(ScopeOfAPhone, pastItsOfflineExpiryWhatIsBegunIsFinishedAndNothingNewComes) {
    auto li = township.phone("李明", "volunteer", kLinjiang);
    auto wang = township.phone("王芳", "volunteer", kLinjiang);
    SystemRandom random;
    limitOffline(*li, std::int64_t{township.clock.nowMs() + 60'000});
    li->sync();
    const Id mine = li->add("activity", lessonAt(kLinjiang, "进山之前"));
    const Id begun = Id::uuid7(township.clock.nowMs(), random);
    township.clock.advance(120'000);

    const auto& activity = typeNamed("activity");
    const auto lesson = [&](const Id& id, const char* title) {
        return Insert{.type = &activity,
                      .fields = {{activity.field("title")->number, std::string(title)},
                                 {activity.field("type")->number, std::int64_t{8}},
                                 {activity.field("org")->number, refTo(unitNamed(kLinjiang))}},
                      .id = id};
    };
    const auto refused = (*li)->write({lesson(Id::uuid7(township.clock.nowMs(), random), "新的")});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("can be finished"), std::string::npos)
        << refused.error().detail;
    EXPECT_TRUE((*li)->write({lesson(begun, "填了一半的")})) << "its form was open before";
    li->edit("activity", mine, {{"title", "进山之前，写完了"}});

    wang->add("activity", lessonAt(kLinjiang, "他没见过的"));
    wang->sync();
    li->sync();
    EXPECT_EQ((*li)->status()->unsent, 0U);
    EXPECT_EQ(countOf(*li, "activity"), 0U) << "nothing new, and what it had is not kept for ever";
    admin->sync();
    EXPECT_EQ(admin->text("activity", mine, "title"), "进山之前，写完了");
    EXPECT_EQ(admin->text("activity", begun, "title"), "填了一半的");

    limitOffline(*li, Value{});
    li->sync();
    EXPECT_EQ(countOf(*li, "activity"), 3U);
    EXPECT_TRUE((*li)->write({lesson(Id::uuid7(township.clock.nowMs(), random), "又可以了")}));
}

TEST_F(ScopeOfAPhone, aPhoneOutOfServiceSendsWhatItHasAndKeepsNothingOfOthers) {
    auto li = township.phone("李明", "volunteer", kLinjiang);
    auto wang = township.phone("王芳", "volunteer", kLinjiang);
    wang->add("activity", lessonAt(kLinjiang, "王芳的活动"));
    wang->sync();
    li->sync();
    const Id mine = li->add("activity", lessonAt(kLinjiang, "撤销后的"));
    ASSERT_TRUE(township.desk->revoke((*li)->me().device));
    const auto report = (*li)->sync(nullptr);
    EXPECT_EQ(report.end, SyncEnd::refused);
    EXPECT_EQ(report.waiting, 0U) << "what it had is at the centre, put aside";
    EXPECT_EQ(countOf(*li, "activity"), 0U);
    EXPECT_EQ(countOf(*li, "person"), 0U);
    const auto verdicts = *(*li)->verdicts();
    ASSERT_EQ(verdicts.size(), 1U) << "that it was not taken is still told";
    EXPECT_EQ(verdicts[0].row, mine);
    li->restart();
    EXPECT_EQ((*li)->sync(nullptr).end, SyncEnd::refused) << "and again without harm";
}

TEST_F(ScopeOfAPhone, whatAGrantBringsComesWholeHoweverOftenTheLinkIsCut) {
    auto li = township.phone("李明", "volunteer", kLinjiang);
    auto fang = township.phone("方远", "volunteer", kYongtai);
    for (int i = 0; i < 30; ++i) {
        fang->add("activity", lessonAt(kYongtai, "永泰" + std::to_string(i)));
    }
    fang->sync();
    li->add("activity", lessonAt(kLinjiang, "临江"));
    li->sync();
    EXPECT_EQ(countOf(*li, "activity"), 1U);
    grant(*li, ROLE_VOLUNTEER, kYongtai);
    // Every run gets one reply further than the one before.
    int runs = 0;
    for (int replies = 0; replies < 40; ++replies, ++runs) {
        li->links.cutReplyAfter = replies;
        if ((*li)->sync(nullptr).end == SyncEnd::done) {
            break;
        }
        li->restart();
    }
    li->links.cutReplyAfter.reset();
    EXPECT_GT(runs, 2);
    EXPECT_EQ(countOf(*li, "activity"), 31U);
    admin->sync();
    EXPECT_EQ(li->everything("activity"), admin->everything("activity"));
    // The old place still counts: what is new comes, and comes once.
    fang->add("activity", lessonAt(kYongtai, "之后"));
    fang->sync();
    EXPECT_EQ(li->sync().received, 1U);
}

TEST_F(ScopeOfAPhone, aRowGoesThatMovedIntoAUnitWhichEndedBeforeThePhoneHadReadSoFar) {
    auto li = township.phone("李明", "volunteer", kLinjiang);
    auto fang = township.phone("方远", "volunteer", kLinjiang);
    grant(*li, ROLE_VOLUNTEER, kYongtai);
    const Id moved = fang->add("activity", lessonAt(kLinjiang, "搬走的"));
    rest({fang.get(), admin.get(), li.get()});
    ASSERT_EQ(countOf(*li, "activity"), 1U);
    admin->edit("activity", moved, {{"org", kYongtai}});
    admin->sync();
    for (int i = 0; i < 600; ++i) {  // more than a page
        fang->add("activity", lessonAt(kLinjiang, "之后" + std::to_string(i)));
    }
    fang->sync();
    admin->edit("activity", moved, {{"place", "永泰"}});
    admin->sync();
    for (int replies = 0; countOf(*li, "activity") < 100 && replies < 20; ++replies) {
        li->links.cutReplyAfter = replies;
        (void)(*li)->sync(nullptr);
    }
    li->links.cutReplyAfter.reset();
    ASSERT_LT(countOf(*li, "activity"), 601U) << "it has read in part";
    const auto& type = typeNamed("role_grant");
    const auto grants =
        *(*admin)->list(type, {.where = {{type.field("person")->number, refTo((*li)->me().person)},
                                         {type.field("org")->number, refTo(unitNamed(kYongtai))}}});
    ASSERT_FALSE(grants.empty());
    for (const auto& row : grants) {
        const auto ended = (*admin)->write(
            {Edit{.type = &type,
                  .id = row.id,
                  .fields = {{type.field("to")->number, Value(township.clock.nowMs())}}}});
        ASSERT_TRUE(ended) << ended.error().detail;
    }
    admin->sync();
    rest({li.get()});
    EXPECT_FALSE((*li)->row(typeNamed("activity"), moved)) << "nobody shows it to this phone";
    EXPECT_EQ(countOf(*li, "activity"), 600U);
}

TEST_F(ScopeOfAPhone, aRoleThatNarrowsTakesTheTypesItAloneMayRead) {
    auto tutor = township.phone("王老师", "tutor", kLinjiang);
    grant(*tutor, ROLE_VOLUNTEER, kLinjiang);
    tutor->add("child", {{"alias", "小明"}});
    tutor->add("activity", lessonAt(kLinjiang, "辅导"));
    tutor->sync();
    ASSERT_EQ(countOf(*tutor, "child"), 1U);
    const auto& grantType = typeNamed("role_grant");
    admin->sync();
    const auto grants = *(*admin)->list(grantType, {});
    for (const auto& row : grants) {
        if (row.fields.at(grantType.field("role")->number) == Value{std::int64_t{ROLE_TUTOR}}) {
            ASSERT_TRUE((*admin)->write(
                {Edit{.type = &grantType,
                      .id = row.id,
                      .fields = {{grantType.field("to")->number, township.clock.nowMs()}}}}));
        }
    }
    for (const auto& verdict : admin->sync().verdicts) {
        EXPECT_EQ(verdict.state, SendState::delivered) << verdict.words;
    }
    township.clock.advance(1000);
    tutor->sync();
    EXPECT_EQ(countOf(*tutor, "child"), 0U);
    EXPECT_EQ(countOf(*tutor, "activity"), 1U);
}

TEST_F(ScopeOfAPhone, sealedFieldsComeWithTheRoleThatReadsThemAndGoWithIt) {
    auto li = township.phone("李明", "tutor", kLinjiang);
    auto wang = township.phone("王芳", "tutor", kLinjiang);
    const Id id =
        li->add("child", {{"alias", "小宝"}, {"real_name", "李小宝"}, {"consent_state", "given"}});
    li->sync();
    const auto nameIsThere = [&] {
        wang->sync();
        const auto row = (*wang)->row(typeNamed("child"), id);
        EXPECT_TRUE(row);
        return row && row->fields.contains(typeNamed("child").field("real_name")->number);
    };
    EXPECT_FALSE(nameIsThere());
    grant(*wang, ROLE_CHILD_DATA_READER, kLinjiang);
    EXPECT_TRUE(nameIsThere());
    const auto& grants = typeNamed("role_grant");
    const auto held = *(*admin)->list(
        grants, {.where = {{grants.field("role")->number, std::int64_t{ROLE_CHILD_DATA_READER}}}});
    ASSERT_EQ(held.size(), 1U);
    ASSERT_TRUE(
        (*admin)->write({Void{.type = &grants, .id = held.front().id, .reason = "不再担任"}}));
    admin->sync();
    EXPECT_FALSE(nameIsThere()) << "who no longer reads it no longer has it";
}

TEST_F(ScopeOfAPhone, aFirstSyncTellsRowsAndBytesAndGoesOnWhereItWasCut) {
    auto fang = township.phone("方远", "volunteer", kYongtai);
    const std::string note(300, 'x');
    for (int i = 0; i < 40; ++i) {
        auto fields = lessonAt(kYongtai, "永泰" + std::to_string(i));
        fields.emplace_back("summary", note);
        fang->add("activity", fields);
    }
    fang->sync();
    auto late = township.phone("后来", "volunteer", kYongtai);
    EXPECT_EQ(late->everything("activity"), fang->everything("activity"));
    EXPECT_EQ(late->everything("person").empty(), false);
    // A phone that comes to another unit reads that whole, with progress.
    grant(*late, ROLE_VOLUNTEER, kLinjiang);
    std::vector<SyncProgress> told;
    const auto report =
        (*late)->sync([&](const SyncProgress& progress) { told.push_back(progress); });
    ASSERT_EQ(report.end, SyncEnd::done);
    EXPECT_TRUE(std::any_of(told.begin(), told.end(), [](const SyncProgress& progress) {
        return progress.toReceiveBytes > 0 && progress.receivedBytes <= progress.toReceiveBytes;
    }));
}

TEST_F(ScopeOfAPhone, aPersonOutsideTheScopeIsShownByTheSurnameAlone) {
    // A clerk of the centre writes in a township's unit: the township's phones don't hold the
    // clerk's own row.
    const Id row = admin->add("activity", lessonAt(kYongtai, "市里来的活动"));
    admin->sync();
    auto fang = township.phone("方远", "volunteer", kYongtai);
    ASSERT_EQ(fang->text("activity", row, "title"), "市里来的活动");
    const Id author = (*admin)->me().person;
    EXPECT_FALSE((*fang)->row(typeNamed("person"), author));
    EXPECT_EQ((*fang)->titleOf(typeNamed("person"), author), "市某");
    EXPECT_EQ((*fang)->titleOf(typeNamed("person"), (*fang)->me().person), "方远");
}

TEST_F(ScopeOfAPhone, whatARestoredCentreTellsOfLostRowsIsHeldToTheScopeItStatedLast) {
    auto li = township.phone("李明", "volunteer", kLinjiang);
    const auto backup = township.backup("night");
    li->add("activity", lessonAt(kLinjiang, "防溺水"));
    li->sync();
    endGrantsOf(*li);
    township.clock.advance(1000);
    li->sync();
    ASSERT_EQ(countOf(*li, "activity"), 0U);
    township.restore(backup, {admin.get(), li.get()});
    // Its role is there again: it gives back what it made, asks after it, and the link is cut
    // before it hears of the scope.
    li->links.cutReplyAfter = 3;
    EXPECT_EQ((*li)->sync(nullptr).end, SyncEnd::unreachable);
    EXPECT_FALSE(li->links.cutReplyAfter);
    admin->sync();  // and the end of the role
    li->sync();
    EXPECT_EQ(countOf(*li, "activity"), 0U);
}

}  // namespace
}  // namespace xiangji::test
