#include <gtest/gtest.h>

#include "mobile/models/activity_form.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/record_form.hpp"
#include "mobile/models/row_list.hpp"
#include "mobile/models/tutoring_sheet.hpp"
#include "tests/qml/app_stage.hpp"

namespace xiangji::test {
namespace {

QVariant choice(const Form& form, const char* field, const char* name) {
    return QVariant::fromValue(
        static_cast<qlonglong>(form.field(field)->field().choice(std::string_view(name))->number));
}

TEST(ActivityForm, beginsWithNowAnHourTheOwnUnitAndTheDaysFestival) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    EXPECT_EQ(page->minutes(), 60);
    EXPECT_EQ(page->form()->field("org")->shown(), "临江镇");
    EXPECT_EQ(page->form()->field("plan_start")->shown(), "今天 08:00");
    EXPECT_TRUE(page->festivalTitle().startsWith("端午")) << fromQt(page->festivalTitle());
}

TEST(ActivityForm, isSavedWithItsKindsDetailInOneTransaction) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    page->form()->field("type")->setValue(choice(*page->form(), "type", "drowning_prevention"));
    page->form()->field("place")->setValue("村口池塘边");
    EXPECT_EQ(page->form()->field("title")->value().toString(), "村口池塘边防溺水");
    ASSERT_NE(page->detail(), nullptr);
    page->detail()->field("six_dont")->setValue(QVariantList{1, 2});
    ASSERT_TRUE(page->save(/*submit=*/true)) << fromQt(page->error());
    EXPECT_EQ(stage.rows("activity"), 1U);
    EXPECT_EQ(stage.rows("safety_lesson"), 1U);
    EXPECT_EQ(stage.unsent(), 1U);
}

TEST(ActivityForm, aTitleThePersonWroteIsNotSuggestedAway) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    page->form()->field("title")->setValue("暑假第一课");
    page->form()->field("type")->setValue(choice(*page->form(), "type", "science_talk"));
    EXPECT_EQ(page->form()->field("title")->value().toString(), "暑假第一课");
}

TEST(ActivityForm, movingTheBeginningMovesTheEndAndTheFestival) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    auto* start = page->form()->field("plan_start");
    page->setMinutes(90);
    start->setValue(start->value().toLongLong() + 24 * 3600 * 1000);
    EXPECT_EQ(page->minutes(), 90);
    EXPECT_EQ(page->festivalTitle(), "不是节日活动");
}

TEST(ActivityForm, anEditWritesOnlyWhatChanged) {
    AppStage stage;
    const Id id = stage.phone->add(
        "activity", {{"title", "端午包粽子"}, {"type", "festival_event"}, {"org", "360982100"}});
    const auto page = opened<ActivityForm>(toQt(id));
    page->form()->field("place")->setValue("祠堂");
    ASSERT_TRUE(page->save(/*submit=*/false)) << fromQt(page->error());
    EXPECT_EQ(stage.phone->text("activity", id, "place"), "祠堂");
    EXPECT_EQ(stage.phone->text("activity", id, "title"), "端午包粽子");
    const auto same = opened<ActivityForm>(toQt(id));
    ASSERT_TRUE(same->save(/*submit=*/false));
    EXPECT_EQ(stage.unsent(), 2U) << "saving without a change writes nothing";
}

TEST(FormField, aLimitCountsWhatIsCommittedAndNeverCuts) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    auto* summary = page->form()->field("summary");
    const QString full = QString("好").repeated(400);
    summary->setValue(full);
    summary->setComposing(full + "nihao");
    EXPECT_EQ(summary->excess(), 0) << "what is being composed is not too long yet";
    summary->setValue(full + "你好");
    summary->setComposing("");
    EXPECT_EQ(summary->excess(), 2);
    page->form()->field("type")->setValue(choice(*page->form(), "type", "law"));
    EXPECT_FALSE(page->save(/*submit=*/false));
    EXPECT_EQ(summary->error(), "多了 2 个字，请删减后再保存");
    EXPECT_EQ(summary->value().toString().size(), 402);
    EXPECT_EQ(stage.rows("activity"), 0U);
}

TEST(FormField, saysWhatIsMissingInWords) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    EXPECT_FALSE(page->save(/*submit=*/false));
    EXPECT_EQ(page->error(), "还没保存。标题：请填写标题");
    page->form()->field("title")->setValue("补录的活动");
    EXPECT_EQ(page->form()->field("title")->error(), "不能含有“补录”，请写做了什么");
}

TEST(FormField, anEndBeforeItsBeginningIsToldAtTheEnd) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    page->form()->field("type")->setValue(choice(*page->form(), "type", "law"));
    page->setMinutes(-30);
    EXPECT_FALSE(page->save(/*submit=*/false));
    EXPECT_EQ(page->form()->field("plan_end")->error(), "结束时间早于开始时间，请检查");
}

TEST(FormField, aSealedTextIsHeldToItsLimitsAsAnyOther) {
    AppStage stage;
    for (const auto* name : {"alias", "real_name"}) {
        FormField field(*Catalogue::builtIn().find("child")->field(name), /*readOnly=*/false,
                        nullptr);
        field.setValue("小宝");
        EXPECT_TRUE(field.check()) << name << ": " << fromQt(field.error());
        field.setValue(QString("好").repeated(41));
        EXPECT_FALSE(field.check()) << name;
        EXPECT_TRUE(field.error().startsWith("多了")) << fromQt(field.error());
    }
}

TEST(TutoringSheet, aPupilIsAddedByWhatItIsCalled) {
    AppStage stage;
    const auto sheet = opened<TutoringSheet>();
    EXPECT_EQ(sheet->addPupil("小石头", 3), "");
    EXPECT_EQ(sheet->addPupil(QString("好").repeated(21), 3), "称呼最多 20 个字");
    const auto row = sheet->pupils()->index(0);
    EXPECT_EQ(sheet->pupils()->data(row, PupilList::aliasPart).toString(), "小石头");
}

TEST(TutoringSheet, thirtyPupilsAreOneTransaction) {
    AppStage stage;
    for (int pupil = 0; pupil < 30; ++pupil) {
        stage.phone->add("child", {{"alias", "学生" + std::to_string(pupil)},
                                   {"grade", std::to_string(1 + pupil % 6)}});
    }
    const auto before = stage.unsent();
    const auto sheet = opened<TutoringSheet>();
    ASSERT_EQ(sheet->pupils()->count(), 30);
    sheet->pupils()->allPresent();
    sheet->pupils()->mark(3, 4);
    sheet->form()->field("topic")->setValue("分数");
    ASSERT_TRUE(sheet->save()) << fromQt(sheet->error());
    EXPECT_EQ(stage.rows("pupil_line"), 30U);
    EXPECT_EQ(stage.rows("tutoring_session"), 1U);
    EXPECT_EQ(stage.rows("activity"), 1U);
    EXPECT_EQ(stage.unsent(), before + 1);
    EXPECT_EQ(sheet->pupils()->there(), 29);
}

TEST(TutoringSheet, aHiddenGradeIsNotInThisClass) {
    AppStage stage;
    stage.phone->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    stage.phone->add("child", {{"alias", "妞妞"}, {"grade", "5"}});
    const auto sheet = opened<TutoringSheet>();
    sheet->pupils()->toggleGrade(5);
    sheet->pupils()->allPresent();
    ASSERT_TRUE(sheet->save()) << fromQt(sheet->error());
    EXPECT_EQ(stage.rows("pupil_line"), 1U);
}

TEST(TutoringSheet, aVolunteerWhoMayNotSeeNamesCountsHeads) {
    AppStage stage("volunteer");
    const auto sheet = opened<TutoringSheet>();
    EXPECT_FALSE(sheet->mayMark());
    sheet->setHeads(12);
    ASSERT_TRUE(sheet->save()) << fromQt(sheet->error());
    EXPECT_EQ(stage.rows("tutoring_session"), 1U);
    EXPECT_EQ(stage.rows("pupil_line"), 0U);
}

TEST(TutoringSheet, aPupilIsAddedByShortNameAndGrade) {
    AppStage stage;
    const auto sheet = opened<TutoringSheet>();
    EXPECT_EQ(sheet->addPupil(" ", 3), "请写怎么称呼这名学生");
    EXPECT_EQ(sheet->addPupil("小宝", 3), "");
    EXPECT_EQ(sheet->pupils()->count(), 1);
}

TEST(RecordForm, aNewRowOfAnyOpenTypeCanBeBegun) {
    AppStage stage;
    for (const auto& type : Catalogue::builtIn().types()) {
        RecordForm form;
        form.setTypeName(toQt(type.name));
        form.componentComplete();
        EXPECT_NE(form.form(), nullptr) << type.name;
        for (const QObject* field : form.form()->fields()) {
            EXPECT_FALSE(qobject_cast<const FormField*>(field)->label().isEmpty()) << type.name;
        }
    }
}

TEST(RowList, unitsBeginWithOnesOwnAndThenWhatIsRightBelowIt) {
    AppStage stage;
    RowList list;
    list.classBegin();
    list.setTypeName("unit");
    list.componentComplete();
    const auto part = [&list](int row, int part) {
        return list.data(list.index(row), part).toString();
    };
    EXPECT_EQ(part(0, RowList::titlePart), "临江镇");
    EXPECT_TRUE(part(1, RowList::linePart).contains("临江镇"))
        << fromQt(part(1, RowList::linePart));
    EXPECT_TRUE(part(2, RowList::linePart).contains("临江镇"))
        << fromQt(part(2, RowList::linePart));
}

}  // namespace
}  // namespace xiangji::test
