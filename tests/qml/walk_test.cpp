#include <gtest/gtest.h>

#include <fstream>

#include "tests/qml/driven_app.hpp"
#include "tests/support/picture_file.hpp"

namespace xiangji::test {
namespace {

TEST(Walk, anActivityIsLoggedWithoutANetworkAndWaitsInPlainWords) {
    JoinedHome home;
    DrivenApp app(home.path());
    EXPECT_EQ(app.textOf("logActivityButton"), "记活动");
    app.tap("logActivityButton");
    app.tap("type_science_talk");
    app.reveal("input_place");
    app.ask({{"do", "type"}, {"target", "input_place"}, {"text", "临江镇祠堂"}});
    app.tap("saveButton");
    app.ask({{"do", "wait"}, {"target", "toast"}, {"text", "已保存在本机"}});
    EXPECT_EQ(app.countOf("activityRow"), 1);
    app.tap("tabSync");
    EXPECT_EQ(app.textOf("syncSummary"), "待发送 1");
    app.tap("syncButton");
    app.ask({{"do", "wait"}, {"target", "syncError"}, {"text", "连不上"}, {"timeoutMs", 20000}});
    EXPECT_EQ(app.textOf("syncSummary"), "待发送 1");
    EXPECT_EQ(app.quit(), 0);
    EXPECT_EQ(app.warnings(), "");
}

TEST(Walk, aPictureJoinsAnActivityAndWaitsInPlainWords) {
    JoinedHome home;
    const ScratchFolder pictures;
    std::ofstream(pictures.path() / "one.png", std::ios::binary) << noisyPng(120, 80, 5);
    DrivenApp app(home.path(), {"--pictures", QString::fromStdString(pictures.path().string())});
    app.tap("logActivityButton");
    app.tap("type_science_talk");
    app.tap("saveButton");
    app.ask({{"do", "wait"}, {"target", "toast"}, {"text", "已保存在本机"}});
    app.tap("activityRow", 0);
    app.reveal("addPictureButton");
    EXPECT_EQ(app.countOf("picture"), 0);
    app.tap("addPictureButton");
    app.tap("choosePicture", 0);
    app.tap("minors_yes");
    app.ask({{"do", "wait"}, {"target", "toast"}, {"text", "已保存在本机"}});
    app.reveal("picture", 0);
    EXPECT_EQ(app.countOf("picture"), 1);
    app.ask({{"do", "key"}, {"key", "Back"}});
    app.tap("tabSync");
    EXPECT_NE(app.textOf("filesText").find("待发送 1 个"), std::string::npos);
    EXPECT_EQ(app.quit(), 0);
    EXPECT_EQ(app.warnings(), "");
}

TEST(Walk, aClassIsCalledWithAllPresentAndTwoTapsForAnException) {
    JoinedHome home;
    DrivenApp app(home.path());
    app.tap("tutoringButton");
    app.reveal("addPupilButton");
    app.tap("addPupilButton");
    for (const char* alias : {"小宝", "妞妞", "石头"}) {
        app.ask({{"do", "type"}, {"target", "pupilAlias"}, {"text", alias}});
        app.tap("pupilAdd");
    }
    app.tap("pupilSheetClose");
    app.reveal("allPresentButton");
    app.tap("allPresentButton");
    app.reveal("pupilRow", 1);
    app.tap("pupilRow", 1);
    app.reveal("mark_late");
    app.tap("mark_late");
    EXPECT_EQ(app.textOf("rosterCounts"), "到 3 · 未到 0 · 未点 0");
    app.tap("saveButton");
    app.ask({{"do", "wait"}, {"target", "toast"}, {"text", "已保存在本机"}});
    EXPECT_EQ(app.countOf("activityRow"), 1);
    EXPECT_EQ(app.quit(), 0);
    EXPECT_EQ(app.warnings(), "");
}

TEST(Walk, backGoesPageByPageAndThenToTheFirstTab) {
    JoinedHome home;
    DrivenApp app(home.path());
    app.tap("tabMore");
    app.tap("settingsRow");
    EXPECT_EQ(app.countOf("settingsPage"), 1);
    app.ask({{"do", "key"}, {"key", "Back"}});
    EXPECT_EQ(app.countOf("morePage"), 1);
    app.ask({{"do", "key"}, {"key", "Back"}});
    EXPECT_EQ(app.countOf("todayPage"), 1);
    EXPECT_EQ(app.quit(), 0);
}

TEST(Walk, theLanguageChangesAtOnce) {
    JoinedHome home;
    DrivenApp app(home.path());
    app.tap("tabMore");
    app.tap("settingsRow");
    app.tap("language_en");
    app.tap("backButton");
    app.tap("tabToday");
    EXPECT_EQ(app.textOf("logActivityButton"), "Log activity");
    EXPECT_EQ(app.quit(), 0);
    EXPECT_EQ(app.warnings(), "");
}

TEST(Walk, anInvitationInsideAChatMessageIsRecognisedAndItsTroubleTold) {
    Township township;
    const std::string invitation = township.invite("", "volunteer", "360982100", 5);
    DrivenApp app(township.folder.path() / "new");
    app.ask({{"do", "type"}, {"target", "inviteField"}, {"text", "大家好"}});
    app.ask({{"do", "wait"}, {"target", "inviteDamaged"}});
    app.ask({{"do", "type"},
             {"target", "inviteField"},
             {"replace", true},
             {"text", QString::fromStdString("【临江镇】请加入：\n" + invitation + "\n谢谢")}});
    EXPECT_EQ(app.countOf("inviteDamaged"), 0);
    EXPECT_EQ(app.quit(), 0);
    EXPECT_EQ(app.warnings(), "");
}

}  // namespace
}  // namespace xiangji::test
