#include "tests/qml/drive/answers.hpp"

namespace xiangji::testing {

TEST(DriveDoorPopups, aChoiceIsMadeInTheListThatAFieldOpens) {
    DrivenWindow phone("Popups.qml");
    EXPECT_TRUE(isOk(tap(phone, "grade")));
    EXPECT_TRUE(isOk(phone.ask(R"({"tap":{"text":"三年级"}})")));
    EXPECT_EQ(phone.property("chosen").toString(), "三年级");
    EXPECT_EQ(nodeOf(phone, "grade").value("text").toString(), "三年级");
    EXPECT_EQ(nodeOf(phone, "grade").value("role").toString(), "ComboBox");
}

TEST(DriveDoorPopups, menuAndDrawerOpenAndTheirItemsWork) {
    DrivenWindow phone("Popups.qml");
    EXPECT_TRUE(isOk(tap(phone, "menuButton")));
    EXPECT_TRUE(isOk(tap(phone, "undo")));
    EXPECT_EQ(phone.property("chosen").toString(), "undo");
    EXPECT_TRUE(isOk(tap(phone, "drawerButton")));
    EXPECT_EQ(errorOf(tap(phone, "plain")), "“plain” is covered by “drawer”");
    EXPECT_TRUE(isOk(tap(phone, "inDrawer")));
    EXPECT_EQ(phone.property("chosen").toString(), "inDrawer");
    EXPECT_TRUE(isOk(phone.ask(R"({"key":"Back"})")));
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"wait","target":"drawer","visible":false})")));
    EXPECT_TRUE(isOk(tap(phone, "plain")));
    EXPECT_EQ(phone.property("taps").toInt(), 1);
}

TEST(DriveDoorPopups, aHintThatIsNotModalLeavesThePageUsable) {
    DrivenWindow phone("Popups.qml");
    EXPECT_TRUE(isOk(tap(phone, "hintButton")));
    EXPECT_FALSE(nodeOf(phone, "hintWords").isEmpty());
    EXPECT_TRUE(isOk(tap(phone, "hintWords")));
    EXPECT_TRUE(isOk(tap(phone, "plain")));
}

TEST(DriveDoorPopups, switchesAndNumbersTellTheirState) {
    DrivenWindow phone("Popups.qml");
    EXPECT_TRUE(isOk(tap(phone, "offline")));
    EXPECT_TRUE(nodeOf(phone, "offline").value("checked").toBool());
    EXPECT_EQ(nodeOf(phone, "heads").value("value").toInt(), 3);
    EXPECT_TRUE(isOk(tap(phone, "heads")));
    EXPECT_TRUE(isOk(phone.ask(R"({"do":"key","key":"Up"})")));
    EXPECT_EQ(nodeOf(phone, "heads").value("value").toInt(), 4);
}

}  // namespace xiangji::testing
