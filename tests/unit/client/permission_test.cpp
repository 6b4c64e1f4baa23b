// What a person may do, and what becomes of what the centre does not take.
#include "core/client/client.hpp"

#include <gtest/gtest.h>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

TEST(PhonePermission, whatARevokedPhoneSendsIsKeptAsideAndItsPersonIsTold) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    auto other = township.phone("陈静", "volunteer");
    phone->add("activity", kLesson);
    phone->sync();
    ASSERT_TRUE(township.desk->revoke((*phone)->me().device));
    const Id late = phone->add("activity", kLesson);
    const auto report = (*phone)->sync(nullptr);
    EXPECT_EQ(report.end, SyncEnd::refused);
    EXPECT_FALSE(report.words.empty());
    const auto verdicts = *(*phone)->verdicts();
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].row, late);
    EXPECT_EQ(verdicts[0].reason, "revoked");
    other->sync();
    EXPECT_EQ(*(*other)->count(activity(), {}), 1U);
    const auto status = township.desk->status();
    ASSERT_TRUE(status) << status.error().detail;
    EXPECT_EQ(status->quarantined, 1U);
}

TEST(PhonePermission, aStepRefusedByTheCentreGivesWayAndItsWordsStay) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    ASSERT_TRUE(
        (*a)->write({Act{.type = &activity(), .id = id, .action = "cancel", .reason = "下雨"}}));
    ASSERT_TRUE((*b)->write({Act{.type = &activity(), .id = id, .action = "submit"}}));
    EXPECT_EQ(b->text("activity", id, "status"), "submitted");
    a->sync();
    b->sync();
    EXPECT_EQ(b->text("activity", id, "status"), "cancelled") << "the first to arrive has it";
    const auto verdicts = *(*b)->verdicts();
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].reason, "state");
    EXPECT_FALSE(verdicts[0].words.empty());
    EXPECT_EQ((*b)->row(activity(), id)->sendState, SendState::refused);
    EXPECT_EQ(a->everything("activity"), b->everything("activity"));
}

TEST(PhonePermission, aPendingPhoneIsHeldUntilTheOfficeConfirmsIt) {
    Township township;
    auto other = township.phone("王老师", "team_leader");
    auto phone = township.phone("李明", "volunteer", "360982100", 3);
    EXPECT_TRUE((*phone)->me().pending);
    EXPECT_EQ(*(*phone)->count(*Catalogue::builtIn().find("person"), {}), 0U)
        << "no personal data before it is confirmed";
    const Id id = phone->add("activity", kLesson);
    phone->sync();
    EXPECT_EQ((*phone)->status()->held, 1U);
    EXPECT_EQ((*phone)->row(activity(), id)->sendState, SendState::held);
    other->sync();
    EXPECT_EQ(*(*other)->count(activity(), {}), 0U);
    ASSERT_TRUE(township.desk->confirm((*phone)->me().device));
    phone->sync();
    EXPECT_EQ((*phone)->status()->held, 0U);
    EXPECT_FALSE((*phone)->me().pending);
    other->sync();
    EXPECT_EQ(*(*other)->count(activity(), {}), 1U);
    EXPECT_EQ(phone->everything("activity"), other->everything("activity"));
    EXPECT_EQ(phone->everything("person"), other->everything("person"));
}

TEST(PhonePermission, aWrongRoleIsToldBeforeAnythingIsSaved) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    const Id id = phone->add("activity", kLesson);
    ASSERT_TRUE((*phone)->write({Act{.type = &activity(), .id = id, .action = "submit"}}));
    const auto approved =
        (*phone)->write({Act{.type = &activity(), .id = id, .action = "approve"}});
    ASSERT_FALSE(approved);
    EXPECT_EQ(approved.error().fault, Fault::refused);
    EXPECT_EQ((*phone)->status()->unsent, 2U);
}

TEST(PhonePermission, aSecondPersonApproves) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    auto office = township.phone("办事员", "institute_clerk");
    const Id id = phone->add("activity", kLesson);
    ASSERT_TRUE((*phone)->write({Act{.type = &activity(), .id = id, .action = "submit"}}));
    rest({phone.get(), office.get()});
    ASSERT_TRUE((*office)->write({Act{.type = &activity(), .id = id, .action = "approve"}}));
    rest({phone.get(), office.get()});
    EXPECT_EQ(phone->text("activity", id, "status"), "approved");
    const auto late = (*phone)->write({Edit{
        .type = &activity(), .id = id, .fields = {{activity().field("place")->number, "别处"}}}});
    ASSERT_TRUE(late) << late.error().detail;
    EXPECT_NE(phone->text("activity", id, "place"), "别处") << "what was approved stays valid";
    rest({phone.get(), office.get()});
    EXPECT_NE(phone->text("activity", id, "place"), "别处");
    ASSERT_EQ((*office)->proposals()->size(), 1U) << "the office reads it as a proposal";
}

TEST(PhonePermission, aRoleGrantedElsewhereBringsWhatIsAlreadyThere) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    auto elsewhere = township.phone("陈静", "volunteer", "360982101");
    auto office = township.phone("管理员", "centre_admin", "360982");
    elsewhere->add("activity",
                   {{"title", "邻镇的科普"}, {"type", "science_talk"}, {"org", "360982101"}});
    elsewhere->sync();
    phone->add("activity", kLesson);
    phone->sync();
    EXPECT_EQ(*(*phone)->count(activity(), {}), 1U);
    office->sync();
    office->add(
        "role_grant",
        {{"person", (*phone)->me().person.text()}, {"org", "360982101"}, {"role", "volunteer"}});
    office->sync();
    phone->sync();
    EXPECT_EQ(*(*phone)->count(activity(), {}), 2U);
    EXPECT_EQ((*phone)->status()->epoch, (*elsewhere)->status()->epoch);
}

TEST(PhonePermission, aRoleOfOnesOwnIsNotSavedAndTheWordsSayWhoCan) {
    Township township;
    auto admin = township.phone("管理员", "centre_admin", "360982");
    auto colleague = township.phone("管理员乙", "centre_admin", "360982");
    const auto& grant = *Catalogue::builtIn().find("role_grant");
    const auto granting = [&](const Phone& to) {
        return Insert{
            .type = &grant,
            .fields = {{grant.field("person")->number, refTo(to->me().person)},
                       {grant.field("org")->number, refTo(**(*admin)->unitByCode()("360982"))},
                       {grant.field("role")->number, std::int64_t{ROLE_FINANCE}}},
            .id = std::nullopt};
    };
    const auto refused = (*admin)->write({granting(*admin)});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::refused);
    EXPECT_NE(refused.error().detail.find("ask a colleague"), std::string::npos)
        << refused.error().detail;
    ASSERT_TRUE((*admin)->write({granting(*colleague)}));
    rest({admin.get(), colleague.get()});
    EXPECT_EQ((*admin)->status()->refused, 0U);
    const auto own =
        *(*colleague)
             ->list(grant,
                    {.where = {{grant.field("person")->number, refTo((*colleague)->me().person)}}});
    ASSERT_EQ(own.size(), 2U);
    for (const auto& row : own) {
        const auto longer =
            (*colleague)
                ->write(
                    {Edit{.type = &grant,
                          .id = row.id,
                          .fields = {{grant.field("to")->number, township.clock.nowMs() + 1000}}}});
        ASSERT_FALSE(longer);
        EXPECT_NE(longer.error().detail.find("yourself"), std::string::npos);
    }
}

TEST(PhonePermission, aRefusalStaysUntilItsAuthorActsOnIt) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    ASSERT_TRUE(
        (*a)->write({Act{.type = &activity(), .id = id, .action = "cancel", .reason = "雨"}}));
    ASSERT_TRUE((*b)->write({Act{.type = &activity(), .id = id, .action = "start"}}));
    township.clock.advance(1000);
    b->edit("activity", id, {{"summary", "开始了"}});
    a->sync();
    township.clock.advance(1000);
    b->sync();
    EXPECT_EQ((*b)->status()->refused, 1U) << "an edit of the same push does not wipe it out";
    township.clock.advance(1000);
    b->edit("activity", id, {{"summary", "没办成"}});
    b->sync();
    EXPECT_EQ((*b)->status()->refused, 0U);
}

TEST(PhonePermission, anotherInvitationIsNotSwallowed) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    const auto other = (*phone)->join(township.invite("李明", "tutor", "360982101"), "");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().fault, Fault::refused);
    EXPECT_EQ((*phone)->me().unitName, "临江镇");
}

TEST(PhonePermission, anEndBeforeTheStartThatIsThereIsTold) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    auto fields = kLesson;
    fields.emplace_back("plan_start", "2026-06-19T09:00+08:00");
    const Id id = phone->add("activity", fields);
    EXPECT_THROW(phone->edit("activity", id, {{"plan_end", "2026-06-18T10:00+08:00"}}),
                 std::runtime_error);
}

}  // namespace
}  // namespace xiangji::test
