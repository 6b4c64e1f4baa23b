#include <gtest/gtest.h>

#include "mobile/models/activity_form.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/tutoring_sheet.hpp"
#include "tests/qml/app_stage.hpp"
#include "tests/qml/driven_app.hpp"

namespace xiangji::test {
namespace {

TEST(Draft, comesBackAfterARestartAndGoesWhenItIsThrownAway) {
    AppStage stage;
    {
        const auto page = opened<ActivityForm>();
        page->form()->field("place")->setValue("村口");
        page->form()->field("summary")->setComposing("讲了 liu bu");
        page->keepDraft();
    }
    stage.restart();
    const auto page = opened<ActivityForm>();
    EXPECT_TRUE(page->restored());
    EXPECT_EQ(page->form()->field("place")->value().toString(), "村口");
    EXPECT_EQ(page->form()->field("summary")->value().toString(), "讲了 liu bu");
    page->discardDraft();
    EXPECT_EQ(page->form()->field("place")->value().toString(), "");
    EXPECT_FALSE(opened<ActivityForm>()->restored());
}

TEST(Draft, ofWhatIsSavedIsNotOfferedAgain) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    page->form()->field("type")->setValue(1);
    page->form()->field("title")->setValue("宣讲");
    page->keepDraft();
    ASSERT_TRUE(page->save(/*submit=*/false)) << fromQt(page->error());
    page->keepDraft();
    EXPECT_FALSE(opened<ActivityForm>()->restored());
}

TEST(Draft, leftOverByAKillAfterTheSaveIsNotSavedTwice) {
    AppStage stage;
    const auto page = opened<ActivityForm>();
    page->form()->field("type")->setValue(1);
    page->form()->field("title")->setValue("宣讲");
    page->keepDraft();
    const auto draft = **(*stage.phone)->draft("activity/new");
    ASSERT_TRUE(page->save(/*submit=*/false)) << fromQt(page->error());
    // As if the phone had died between the save and the draft's going.
    ASSERT_TRUE((*stage.phone)->saveDraft("activity/new", draft));
    const auto again = opened<ActivityForm>();
    EXPECT_FALSE(again->restored());
    EXPECT_EQ(again->form()->field("title")->value().toString(), "");
}

TEST(Draft, ofASheetKeepsEveryMark) {
    AppStage stage;
    stage.phone->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    {
        const auto sheet = opened<TutoringSheet>();
        sheet->pupils()->mark(0, 2);
        sheet->pupils()->setNote(0, "带了作业");
        sheet->keepDraft();
    }
    stage.restart();
    const auto sheet = opened<TutoringSheet>();
    EXPECT_TRUE(sheet->restored());
    const auto row = sheet->pupils()->index(0);
    EXPECT_EQ(sheet->pupils()->data(row, PupilList::markPart).toInt(), 2);
    EXPECT_EQ(sheet->pupils()->data(row, PupilList::notePart).toString(), "带了作业");
}

TEST(Draft, withTextStillBeingComposedSurvivesKill9) {
    JoinedHome home;
    {
        DrivenApp app(home.path());
        app.tap("logActivityButton");
        app.reveal("input_place");
        app.ask({{"do", "type"}, {"target", "input_place"}, {"text", "村口"}});
        app.ask({{"do", "preedit"}, {"text", "chi tang"}});
        app.kill();
    }
    DrivenApp app(home.path());
    app.tap("logActivityButton");
    app.reveal("input_place");
    EXPECT_EQ(app.textOf("input_place"), "村口chi tang");
    app.reveal("discardDraftButton");
    app.tap("discardDraftButton");
    app.reveal("input_place");
    EXPECT_EQ(app.textOf("input_place"), "");
    EXPECT_EQ(app.quit(), 0);
    EXPECT_EQ(app.warnings(), "");
}

}  // namespace
}  // namespace xiangji::test
