#include "tests/qml/drive/answers.hpp"

namespace xiangji::testing {

TEST(DriveDoorLists, aRowOutsideTheViewIsRefusedUntilScrolledTo) {
    DrivenWindow phone("Lists.qml");
    const QJsonObject first = phone.ask(R"({"tap":"pupil12"})");
    EXPECT_EQ(errorOf(first), "“pupil12” is outside the view; scroll first");
    const QJsonObject scrolled = phone.ask(R"({"do":"scroll","target":"pupils","dy":300})");
    EXPECT_TRUE(isOk(scrolled));
    EXPECT_NEAR(scrolled.value("moved").toDouble(), 300, 3);
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"pupil12"})")));
    EXPECT_EQ(phone.property("tapped").toString(), "pupil12");
}

TEST(DriveDoorLists, scrollingStopsAtTheEnds) {
    DrivenWindow phone("Lists.qml");
    const QJsonObject down = phone.ask(R"({"scroll":100000})");
    EXPECT_TRUE(down.value("atEnd").toBool());
    EXPECT_NEAR(down.value("moved").toDouble(), 40 * 48 - 580, 3);
    EXPECT_TRUE(phone.ask(R"({"scroll":-100000})").value("atStart").toBool());
}

TEST(DriveDoorLists, revealFindsARowThatTheListHasNotMadeYet) {
    DrivenWindow phone("Lists.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"reveal":"pupil35"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"pupil35"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"reveal":{"text":"学生2"}})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"pupil2"})")));
    EXPECT_EQ(phone.property("tapped").toString(), "pupil2");
}

TEST(DriveDoorLists, revealWorksInAFormWithAScrollViewAndAcross) {
    DrivenWindow phone("Lists.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"toForm"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"reveal":"formSave"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"formSave"})")));
    EXPECT_EQ(phone.property("tapped").toString(), "formSave");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"scroll","dy":-5000})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"scroll","target":"kinds","dx":500})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"reveal":"kind8"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"kind8"})")));
    EXPECT_EQ(phone.property("tapped").toString(), "kind8");
    EXPECT_TRUE(isOk(phone.ask(R"({"keyboard":260})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"reveal":"field6"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"type","target":"field6","text":"好"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"keyboard":0})")));
}

TEST(DriveDoorMoving, theAnswerComesAfterThePagesHaveSlidIntoPlace) {
    DrivenWindow phone("Moving.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"goButton"})")));
    const QJsonObject button = nodeOf(phone, "backButton");
    EXPECT_EQ(button.value("rect").toObject().value("x").toDouble(-1), 0);
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"backButton"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"goButton"})")));
}

TEST(DriveDoorMoving, aBusyWindowIsWaitedFor) {
    DrivenWindow phone("Moving.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"workButton"})")));
    EXPECT_FALSE(phone.property("busy").toBool());
}

TEST(DriveDoorMoving, anEndlessAnimationIsWaitedForNoLongerThanTheBound) {
    DrivenWindow phone("Moving.qml");
    const QJsonObject answer = phone.ask(R"({"tap":"spinButton"})");
    EXPECT_TRUE(isOk(answer));
    EXPECT_FALSE(answer.value("settled").toBool(true));
}

TEST(DriveDoorMoving, waitReturnsWhenAnItemComesAndSaysWhatIsMissingWhenItDoesNot) {
    DrivenWindow phone("Moving.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":"lateButton"})")));
    EXPECT_TRUE(
        isOk(phone.ask(R"({"do":"wait","target":"toast","visible":true,"text":"已保存"})")));
    EXPECT_EQ(
        errorOf(phone.ask(R"({"do":"wait","target":"toast","text":"已送达","timeoutMs":60})")),
        "after 60 ms “toast” reads “已保存在本机”, not “已送达”");
    EXPECT_EQ(
        errorOf(phone.ask(R"({"do":"wait","target":"toast","visible":false,"timeoutMs":60})")),
        "after 60 ms “toast” is still visible");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"wait","target":"nowhere","visible":false})")));
}

}  // namespace xiangji::testing
