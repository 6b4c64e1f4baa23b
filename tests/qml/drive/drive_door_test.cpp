#include <QImage>
#include <QTemporaryDir>

#include "tests/qml/drive/answers.hpp"

namespace xiangji::testing {

TEST(DriveDoor, tapReachesAButton) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"tap","target":"saveButton"})")));
    EXPECT_EQ(phone.property("saves").toInt(), 1);
}

TEST(DriveDoor, tapFindsAButtonByWhatAPersonReadsOnIt) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":{"text":"保存"}})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":{"text":"保存活动"}})")));
    EXPECT_EQ(phone.property("saves").toInt(), 2);
}

TEST(DriveDoor, twoTapsOnOneSpotAreTwoTapsAndNoDoubleTap) {
    DrivenWindow phone("Controls.qml");
    phone.send("{\"tap\":\"saveButton\"}\n{\"tap\":\"saveButton\"}\n");
    EXPECT_TRUE(isOk(phone.nextAnswer()));
    EXPECT_TRUE(isOk(phone.nextAnswer()));
    EXPECT_EQ(phone.property("saves").toInt(), 2);
    EXPECT_EQ(phone.property("doubles").toInt(), 0);
}

TEST(DriveDoor, wordsInACardTapTheCard) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(tap(phone, "cardWords")));
    EXPECT_TRUE(isOk(tap(phone, "card")));
    EXPECT_EQ(phone.property("saves").toInt(), 20);
}

TEST(DriveDoor, tapHandlersAndCheckBoxesAreTappedToo) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(tap(phone, "handled")));
    EXPECT_EQ(phone.property("presses").toInt(), 1);
    EXPECT_FALSE(nodeOf(phone, "remember").value("checked").toBool(true));
    EXPECT_TRUE(isOk(tap(phone, "remember")));
    EXPECT_TRUE(nodeOf(phone, "remember").value("checked").toBool());
}

TEST(DriveDoor, refusesWithWordsWhatAFingerCouldNotUse) {
    DrivenWindow phone("Controls.qml");
    EXPECT_EQ(refusedTap(phone, "greyButton"), "“greyButton” is disabled");
    EXPECT_EQ(refusedTap(phone, "hiddenButton"), "“hiddenButton” is not visible");
    EXPECT_EQ(refusedTap(phone, "fadedButton"), "“fadedButton” is not visible");
    EXPECT_EQ(refusedTap(phone, "shieldedButton"), "“shieldedButton” is covered by “shield”");
    EXPECT_EQ(refusedTap(phone, "paintedOverButton"), "“paintedOverButton” is covered by “paint”");
    EXPECT_EQ(refusedTap(phone, "straightButton"), "“straightButton” is outside the window");
}

TEST(DriveDoor, anUnknownNameIsAnsweredWithNamesThatComeClose) {
    DrivenWindow phone("Controls.qml");
    const QJsonObject answer = tap(phone, "saveBotton");
    EXPECT_EQ(errorOf(answer), "there is no item called “saveBotton” on this page");
    EXPECT_EQ(answer.value("candidates").toArray().at(0).toString(), "saveButton");
}

TEST(DriveDoor, aNameThatStandsForSeveralAsksForAnIndex) {
    DrivenWindow phone("Controls.qml");
    EXPECT_EQ(errorOf(tap(phone, "twin")),
              "“twin” is on the page 3 times; give an \"index\" from 0");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"tap","target":"twin","index":2})")));
    EXPECT_EQ(phone.property("presses").toInt(), 100);
}

TEST(DriveDoor, aModalDialogCoversThePageAndItsButtonsWork) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(tap(phone, "openButton")));
    EXPECT_EQ(refusedTap(phone, "saveButton"), "“saveButton” is covered by “askDialog”");
    EXPECT_TRUE(nodeOf(phone, "saveButton").value("covered").toBool());
    EXPECT_FALSE(nodeOf(phone, "yesButton").value("covered").toBool(true));
    EXPECT_TRUE(isOk(tap(phone, "yesButton")));
    EXPECT_EQ(phone.property("saves").toInt(), 1000);
    EXPECT_TRUE(isOk(tap(phone, "saveButton")));
}

TEST(DriveDoor, longPressHoldsUntilItCounts) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"longPress":"card"})")));
    EXPECT_EQ(phone.property("pressedLong").toString(), "card");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"longPress","target":"handled"})")));
    EXPECT_EQ(phone.property("pressedLong").toString(), "handled");
}

TEST(DriveDoor, theKeyboardTakesTheLowerPartOfTheWindow) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"keyboard":260})")));
    EXPECT_EQ(phone.property("keyboardHeight").toDouble(), 260);
    EXPECT_EQ(refusedTap(phone, "lowButton"),
              "“lowButton” is under the keyboard; hide it or scroll first");
    EXPECT_FALSE(nodeOf(phone, "lowButton").value("inView").toBool(true));
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"keyboard","height":0})")));
    EXPECT_TRUE(isOk(tap(phone, "lowButton")));
    EXPECT_FALSE(phone.ask(R"({"keyboard":4000})").value("ok").toBool(true));
}

TEST(DriveDoor, theTreeTellsWhatAScreenReaderWouldAndWhereItIs) {
    DrivenWindow phone("Controls.qml");
    const QJsonObject button = nodeOf(phone, "saveButton");
    EXPECT_EQ(button.value("role").toString(), "Button");
    EXPECT_EQ(button.value("name").toString(), "保存活动");
    EXPECT_EQ(button.value("text").toString(), "保存");
    EXPECT_TRUE(button.value("enabled").toBool());
    EXPECT_GT(button.value("rect").toObject().value("w").toDouble(), 10);
    EXPECT_EQ(button.value("rect").toObject().value("y").toDouble(), 0);
    EXPECT_EQ(nodeOf(phone, "nameField").value("role").toString(), "EditableText");
    EXPECT_EQ(nodeOf(phone, "nameField").value("placeholder").toString(), "姓名");
    EXPECT_EQ(nodeOf(phone, "remember").value("role").toString(), "CheckBox");
    EXPECT_EQ(nodeOf(phone, "cardWords").value("role").toString(), "StaticText");
    EXPECT_FALSE(nodeOf(phone, "greyButton").value("enabled").toBool(true));
    EXPECT_TRUE(nodeOf(phone, "hiddenButton").isEmpty());
}

TEST(DriveDoor, theTreeSaysAButtonsWordsOnceAndAPasswordNever) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"type","target":"secretField","text":"geheim"})")));
    const QJsonArray nodes = phone.ask(R"({"tree":true})").value("tree").toArray();
    int saves = 0;
    for (const auto& node : nodes) {
        saves += node.toObject().value("text").toString() == "保存" ? 1 : 0;
        EXPECT_NE(node.toObject().value("text").toString(), "geheim");
    }
    EXPECT_EQ(saves, 1);
}

TEST(DriveDoor, aShotIsAPictureOfTheWholeWindow) {
    const QTemporaryDir folder;
    DrivenWindow phone("Controls.qml");
    const QString file = folder.filePath("pages/one.png");
    EXPECT_TRUE(isOk(phone.ask(R"({"shot":")" + file.toUtf8() + R"("})")));
    EXPECT_EQ(QImage(file).size(), QSize(360, 640));
    EXPECT_TRUE(errorOf(phone.ask(R"({"shot":"/proc/no/one.png"})"))
                    .startsWith("the picture can't be written"));
}

TEST(DriveDoor, malformedLinesGetOneErrorEachAndTheDoorGoesOn) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(errorOf(phone.ask("{nonsense")).startsWith("the line is not JSON"));
    EXPECT_TRUE(errorOf(phone.ask("[1,2]")).startsWith("the line is JSON but not an object"));
    EXPECT_EQ(errorOf(phone.ask(R"({"do":"fly"})")), "\"fly\" is no verb; see candidates");
    EXPECT_EQ(errorOf(phone.ask(R"({"fly":1})")), "\"fly\" is no verb; see candidates");
    EXPECT_TRUE(errorOf(phone.ask(R"({"do":"tap"})")).startsWith("tap needs a \"target\""));
    EXPECT_TRUE(errorOf(phone.ask(R"({"do":"tap","target":7})")).startsWith("\"target\" is an"));
    EXPECT_TRUE(errorOf(phone.ask(R"({"tap":"a","key":"b"})")).startsWith("one verb a line"));
    EXPECT_TRUE(errorOf(phone.ask(QByteArray(3 << 20, 'x'))).startsWith("the line is longer"));
    EXPECT_TRUE(isOk(tap(phone, "saveButton")));
}

TEST(DriveDoor, answersComeInOrderAndCarryTheDriversIds) {
    DrivenWindow phone("Controls.qml");
    phone.send(
        "{\"tap\":\"saveButton\",\"id\":1}\n\n{\"tap\":\"nothing\",\"id\":2}\n{\"tree\":true,"
        "\"id\":3}\n");
    for (const int id : {1, 2, 3}) {
        EXPECT_EQ(phone.nextAnswer().value("id").toInt(), id);
    }
}

TEST(DriveDoor, quitEndsTheProgramAfterItsAnswer) {
    DrivenWindow phone("Controls.qml");
    phone.send("{\"tap\":\"saveButton\"}\n{\"quit\":true}\n");
    EXPECT_EQ(phone.runToTheEnd(), 0);
    EXPECT_TRUE(isOk(phone.nextAnswer()));
    EXPECT_TRUE(isOk(phone.nextAnswer()));
}

TEST(DriveDoor, endOfInputEndsTheProgramAfterTheLastLine) {
    DrivenWindow phone("Controls.qml");
    phone.send("{\"tap\":\"saveButton\"}");
    phone.hangUp();
    EXPECT_EQ(phone.runToTheEnd(), 0);
    EXPECT_EQ(phone.property("saves").toInt(), 1);
}

}  // namespace xiangji::testing
