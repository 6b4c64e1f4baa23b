#include "tests/qml/drive/answers.hpp"

namespace xiangji::testing {

TEST(DriveDoorWriting, typesIntoTheFieldItIsSentTo) {
    DrivenWindow phone("Controls.qml");
    const QJsonObject answer =
        phone.ask(R"({"do":"type","target":"nameField","text":"Li 李雷, 5!"})");
    EXPECT_TRUE(isOk(answer));
    EXPECT_EQ(answer.value("text").toString(), "Li 李雷, 5!");
    EXPECT_TRUE(isOk(phone.ask(R"({"type":"𠮷"})")));
    EXPECT_EQ(nodeOf(phone, "nameField").value("text").toString(), "Li 李雷, 5!𠮷");
    EXPECT_TRUE(nodeOf(phone, "nameField").value("focused").toBool());
}

TEST(DriveDoorWriting, typingGoesOnAtTheEndAndReplacesOnlyWhenTold) {
    DrivenWindow phone("Controls.qml");
    const QByteArray once =
        R"({"do":"type","target":"summary","text":"一段很长很长很长很长的话\n二"})";
    EXPECT_TRUE(isOk(phone.ask(once)));
    EXPECT_TRUE(isOk(tap(phone, "nameField")));
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"type","target":"summary","text":"完"})")));
    EXPECT_EQ(nodeOf(phone, "summary").value("text").toString(), "一段很长很长很长很长的话\n二完");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"type","target":"summary","text":"新","replace":true})")));
    EXPECT_EQ(nodeOf(phone, "summary").value("text").toString(), "新");
}

TEST(DriveDoorWriting, typingWithoutAFieldIsRefused) {
    DrivenWindow phone("Controls.qml");
    EXPECT_EQ(errorOf(phone.ask(R"({"type":"abc"})")),
              "no field that takes text has the focus; tap one first");
}

TEST(DriveDoorWriting, compositionIsShownFirstAndLandsWithTheCommit) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(tap(phone, "nameField")));
    EXPECT_TRUE(isOk(phone.ask(R"({"preedit":"wang"})")));
    EXPECT_EQ(nodeOf(phone, "nameField").value("text").toString(), "");
    EXPECT_EQ(nodeOf(phone, "nameField").value("preedit").toString(), "wang");
    EXPECT_TRUE(isOk(phone.ask(R"({"commit":"王"})")));
    EXPECT_EQ(nodeOf(phone, "nameField").value("text").toString(), "王");
    EXPECT_FALSE(nodeOf(phone, "nameField").contains("preedit"));
}

TEST(DriveDoorWriting, aFingerThatGoesElsewhereKeepsWhatWasComposed) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(tap(phone, "nameField")));
    EXPECT_TRUE(isOk(phone.ask(R"({"preedit":"王小明"})")));
    EXPECT_TRUE(isOk(tap(phone, "saveButton")));
    EXPECT_EQ(nodeOf(phone, "nameField").value("text").toString(), "王小明");
}

TEST(DriveDoorWriting, escapeDropsACompositionAndBackspaceShortensIt) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"type","target":"nameField","text":"ab"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"preedit":"xyz"})")));
    EXPECT_EQ(phone.ask(R"({"key":"Backspace"})").value("preedit").toString(), "xy");
    EXPECT_TRUE(isOk(phone.ask(R"({"key":"Escape"})")));
    EXPECT_EQ(nodeOf(phone, "nameField").value("text").toString(), "ab");
    EXPECT_TRUE(isOk(phone.ask(R"({"key":"Backspace"})")));
    EXPECT_EQ(nodeOf(phone, "nameField").value("text").toString(), "a");
}

TEST(DriveDoorWriting, keysTakeModifiersAndUnknownOnesAreRefused) {
    DrivenWindow phone("Controls.qml");
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"type","target":"nameField","text":"abc"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"key","key":"A","modifiers":["Ctrl"]})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"key":"Delete"})")));
    EXPECT_EQ(nodeOf(phone, "nameField").value("text").toString(), "");
    EXPECT_TRUE(
        errorOf(phone.ask(R"({"key":"Hyperspace"})")).startsWith("\"Hyperspace\" is no key"));
    EXPECT_TRUE(errorOf(phone.ask(R"({"do":"key","key":"A","modifiers":["Fn"]})"))
                    .startsWith("\"Fn\" is no modifier"));
}

TEST(DriveDoorWriting, backGoesToThePageAndClosesTheWindowWhenNobodyTakesIt) {
    DrivenWindow phone("Controls.qml");
    EXPECT_FALSE(phone.ask(R"({"key":"Back"})").contains("closed"));
    EXPECT_EQ(phone.property("backs").toInt(), 1);
    phone.window().setProperty("backTaken", false);
    EXPECT_TRUE(phone.ask(R"({"key":"Back"})").value("closed").toBool());
}

}  // namespace xiangji::testing
