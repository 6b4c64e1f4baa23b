#include "core/client/client.hpp"

#include <gtest/gtest.h>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

TEST(Client, whatIsAddedOfflineReachesTheOtherPhone) {
    Township township;
    auto student = township.phone("李明", "volunteer");
    auto teacher = township.phone("王老师", "tutor");
    student->links.offline = true;
    const Id id = student->add("activity", kLesson);
    EXPECT_EQ((*student)->status()->unsent, 1U);
    EXPECT_EQ((*student)->sync(nullptr).end, SyncEnd::unreachable);
    student->links.offline = false;
    const auto report = student->sync();
    EXPECT_EQ(report.sent, 1U);
    EXPECT_EQ(report.waiting, 0U);
    teacher->sync();
    EXPECT_EQ(teacher->text("activity", id, "title"), "暑期防溺水宣讲");
    EXPECT_EQ(student->everything("activity"), teacher->everything("activity"));
}

TEST(Client, joiningBringsTheUnitTreeAndTheFestivals) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    EXPECT_EQ(*(*phone)->count(*Catalogue::builtIn().find("unit"), {}), 333U);
    EXPECT_EQ(*(*phone)->count(*Catalogue::builtIn().find("festival"), {}), 49U);
    const auto me = (*phone)->me();
    EXPECT_EQ(me.personName, "李明");
    EXPECT_EQ(me.unitName, "临江镇");
    EXPECT_FALSE(me.pending);
}

TEST(Client, editsToDifferentFieldsBothSurvive) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    a->edit("activity", id, {{"place", "村小学操场"}});
    b->edit("activity", id, {{"beneficiaries", "43"}});
    rest({a.get(), b.get()});
    EXPECT_EQ(a->text("activity", id, "place"), "村小学操场");
    EXPECT_EQ(a->text("activity", id, "beneficiaries"), "43");
    EXPECT_EQ(a->everything("activity"), b->everything("activity"));
    EXPECT_TRUE((*a)->conflicts()->empty());
}

TEST(Client, differentValuesApartAreOneConflictThatBothPhonesShow) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    township.clock.advance(1000);
    a->edit("activity", id, {{"beneficiaries", "40"}});
    township.clock.advance(1000);
    b->edit("activity", id, {{"beneficiaries", "45"}});
    b->sync();
    a->sync();
    rest({a.get(), b.get()});
    for (const auto* phone : {a.get(), b.get()}) {
        const auto conflicts = *(*phone)->conflicts();
        ASSERT_EQ(conflicts.size(), 1U);
        EXPECT_EQ(conflicts[0].field->name, "beneficiaries");
        EXPECT_EQ(conflicts[0].shown.value, Value(std::int64_t{45}));
        EXPECT_EQ(conflicts[0].shown.authorName, "陈静");
        EXPECT_EQ(conflicts[0].other.value, Value(std::int64_t{40}));
        EXPECT_EQ(conflicts[0].other.authorName, "李明");
        EXPECT_TRUE((*phone)->row(activity(), id)->conflict);
    }
    // Whoever edits after having seen both settles it.
    a->edit("activity", id, {{"beneficiaries", "43"}});
    rest({a.get(), b.get()});
    EXPECT_TRUE((*b)->conflicts()->empty());
    EXPECT_EQ(b->text("activity", id, "beneficiaries"), "43");
}

TEST(Client, theSameValueApartIsNoConflict) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    a->edit("activity", id, {{"beneficiaries", "40"}});
    b->edit("activity", id, {{"beneficiaries", "40"}});
    rest({a.get(), b.get()});
    EXPECT_TRUE((*a)->conflicts()->empty());
    EXPECT_TRUE((*b)->conflicts()->empty());
}

TEST(Client, anUnsentEditSurvivesAPull) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    b->edit("activity", id, {{"place", "祠堂"}, {"beneficiaries", "12"}});
    b->sync();
    a->edit("activity", id, {{"place", "村小学"}});
    // The reply to the push is lost; the phone pulls in a later run with its edit still waiting.
    a->links.cutReplyAfter = 1;
    EXPECT_EQ((*a)->sync(nullptr).end, SyncEnd::unreachable);
    EXPECT_EQ(a->text("activity", id, "place"), "村小学");
    a->restart();
    EXPECT_EQ(a->text("activity", id, "place"), "村小学");
    rest({a.get(), b.get()});
    EXPECT_EQ(a->text("activity", id, "beneficiaries"), "12");
    EXPECT_EQ(a->everything("activity"), b->everything("activity"));
}

TEST(Client, alinkCutAfterAnyReplyLosesAndDoublesNothing) {
    for (int replies = 0; replies < 6; ++replies) {
        Township township;
        auto a = township.phone("李明", "volunteer");
        auto b = township.phone("陈静", "volunteer");
        const Id id = a->add("activity", kLesson);
        a->add("activity", kLesson);
        a->links.cutReplyAfter = replies;
        static_cast<void>((*a)->sync(nullptr));
        a->links.cutReplyAfter.reset();
        a->edit("activity", id, {{"beneficiaries", "9"}});
        rest({a.get(), b.get()});
        EXPECT_EQ(*(*b)->count(activity(), {}), 2U) << "cut after " << replies;
        EXPECT_EQ((*a)->status()->unsent, 0U);
        EXPECT_EQ(a->everything("activity"), b->everything("activity")) << "cut after " << replies;
    }
}

TEST(Client, whatThePhoneSavedIsThereAfterARestart) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    phone->links.offline = true;
    const Id id = phone->add("activity", kLesson);
    ASSERT_TRUE((*phone)->saveDraft("activity/new", R"({"title":"写了一半"})"));
    phone->restart();
    EXPECT_EQ(phone->text("activity", id, "place"), "村口池塘边");
    EXPECT_EQ((*phone)->status()->unsent, 1U);
    EXPECT_EQ((*phone)->row(activity(), id)->sendState, SendState::waiting);
    EXPECT_EQ(**(*phone)->draft("activity/new"), R"({"title":"写了一半"})");
}

TEST(Client, anEditApartFromAVoidIsKeptAndMarked) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    ASSERT_TRUE((*a)->write({Void{.type = &activity(), .id = id, .reason = "重复登记"}}));
    b->edit("activity", id, {{"beneficiaries", "31"}});
    rest({a.get(), b.get()});
    for (const auto* phone : {a.get(), b.get()}) {
        const auto row = *(*phone)->row(activity(), id);
        EXPECT_TRUE(row.voided);
        EXPECT_TRUE(row.editedAfterVoid);
        EXPECT_EQ(phone->text("activity", id, "beneficiaries"), "31");
        EXPECT_EQ(*(*phone)->count(activity(), {}), 0U);
    }
    EXPECT_EQ(a->everything("activity"), b->everything("activity"));
}

TEST(Client, aSetKeepsWhatEachPhoneAdded) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    auto fields = kLesson;
    fields.emplace_back("service_target", "minors,elders");
    const Id id = a->add("activity", fields);
    rest({a.get(), b.get()});
    a->edit("activity", id, {{"service_target", "minors,elders,disabled"}});
    b->edit("activity", id, {{"service_target", "minors,left_behind_children"}});
    rest({a.get(), b.get()});
    const auto row = *(*a)->row(activity(), id);
    const auto* field = activity().field("service_target");
    EXPECT_EQ(display(*field, row.fields.at(field->number), false),
              "Minors, Left-behind children, Disabled");
    EXPECT_EQ(a->everything("activity"), b->everything("activity"));
}

TEST(Client, twoPhonesMeanOneLineForOnePupil) {
    Township township;
    auto a = township.phone("王老师", "tutor");
    auto b = township.phone("刘老师", "tutor");
    const Id lesson = a->add(
        "activity", {{"title", "周六作业辅导"}, {"type", "homework_help"}, {"org", "360982100"}});
    const Id session = a->add("tutoring_session", {{"activity", lesson.text()}, {"topic", "分数"}});
    const Id child = a->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    rest({a.get(), b.get()});
    const std::vector<std::pair<std::string, std::string>> line = {
        {"tutoring_session", session.text()}, {"child", child.text()}, {"present", "present"}};
    auto late = line;
    late.back().second = "late";
    const Id one = a->add("pupil_line", line);
    const Id two = b->add("pupil_line", late);
    EXPECT_EQ(one, two);
    rest({a.get(), b.get()});
    EXPECT_EQ(a->everything("pupil_line"), b->everything("pupil_line"));
    EXPECT_EQ((*a)->conflicts()->size(), 1U);
}

TEST(Client, aPhoneAheadOfTimeIsClampedAndComesBack) {
    Township township;
    HandClock fast(township.clock.nowMs() + 10LL * 365 * 24 * 3600 * 1000);
    Phone phone(township.folder.path() / "fast", fast, *township.desk);
    ASSERT_TRUE(phone->join(township.invite("李明", "volunteer", "360982100"), ""));
    auto other = township.phone("陈静", "volunteer");
    const Id id = phone.add("activity", kLesson);
    phone.sync();
    other->sync();
    township.clock.advance(60'000);
    other->edit("activity", id, {{"place", "祠堂"}});
    other->sync();
    phone.sync();
    EXPECT_EQ(phone.text("activity", id, "place"), "祠堂")
        << "a wrong clock does not win for ten years";
    phone.edit("activity", id, {{"place", "村小学"}});
    phone.sync();
    other->sync();
    EXPECT_EQ(other->text("activity", id, "place"), "村小学");
}

TEST(Client, aClockThatJumpsAheadKeepsWhatWasSent) {
    Township township;
    HandClock clock(township.clock.nowMs());
    Phone phone(township.folder.path() / "jumping", clock, *township.desk);
    ASSERT_TRUE(phone->join(township.invite("李明", "volunteer", "360982100"), ""));
    phone.add("activity", kLesson);
    phone.sync();
    clock.advance(10LL * 365 * 24 * 3600 * 1000);
    phone.sync();
    EXPECT_EQ(phone->status()->receipted, 1U)
        << "a centre that lost it could not get it back from this phone";
}

TEST(Client, aLargeEnvelopeBehindSmallOnesStillFitsAFrame) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    const auto many = [&](int rows) {
        std::vector<Operation> operations;
        for (int i = 0; i < rows; ++i) {
            Fields fields;
            fields[activity().field("title")->number] = std::string("批量登记");
            fields[activity().field("type")->number] = std::int64_t{8};
            fields[activity().field("org")->number] =
                *parseValue(activity(), *activity().field("org"), std::string_view("360982100"),
                            (*phone)->unitByCode());
            std::string summary;
            while (summary.size() < 1'190) {
                summary += "长";
            }
            fields[activity().field("summary")->number] = summary;
            operations.emplace_back(Insert{.type = &activity(), .fields = std::move(fields)});
        }
        ASSERT_TRUE((*phone)->write(operations));
    };
    many(190);
    many(650);
    phone->sync();
    EXPECT_EQ((*phone)->status()->unsent, 0U);
    EXPECT_EQ((*phone)->row(activity(), (*phone)->list(activity(), {})->front().id)->sendState,
              SendState::delivered);
}

TEST(Client, aCutPullHasNotSeenWhatItDidNotBring) {
    Township township;
    auto a = township.phone("李明", "volunteer");
    auto b = township.phone("陈静", "volunteer");
    const Id id = a->add("activity", kLesson);
    rest({a.get(), b.get()});
    a->edit("activity", id, {{"title", "改过的标题"}});
    std::vector<Operation> rows;
    for (int i = 0; i < 1'200; ++i) {
        Fields fields;
        fields[activity().field("title")->number] = std::string("其他活动");
        fields[activity().field("type")->number] = std::int64_t{8};
        fields[activity().field("org")->number] =
            *parseValue(activity(), *activity().field("org"), std::string_view("360982100"),
                        (*a)->unitByCode());
        rows.emplace_back(Insert{.type = &activity(), .fields = std::move(fields)});
    }
    ASSERT_TRUE((*a)->write(rows));
    a->edit("activity", id, {{"place", "别处"}});
    a->sync();
    // The row comes last, at its last change; the cut pull has passed the place of the first.
    b->links.cutReplyAfter = 2;
    EXPECT_EQ((*b)->sync(nullptr).end, SyncEnd::unreachable);
    ASSERT_EQ(b->text("activity", id, "title"), "暑期防溺水宣讲");
    township.clock.advance(1000);
    b->edit("activity", id, {{"title", "另一个标题"}});
    rest({b.get(), a.get()});
    EXPECT_EQ((*a)->conflicts()->size(), 1U);
    EXPECT_EQ((*b)->conflicts()->size(), 1U);
}

TEST(Client, aHomeBelongsToOneProcess) {
    Township township;
    auto phone = township.phone("李明", "volunteer");
    const auto second =
        Client::open(phone->home, {township.clock, phone->random, phone->keys, phone->links}, 0);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::busy);
}

}  // namespace
}  // namespace xiangji::test
