#include "mobile/models/deciding.hpp"

#include <gtest/gtest.h>

#include "tests/qml/app_stage.hpp"

namespace xiangji::test {
namespace {

const RecordType& activityType() {
    return *Catalogue::builtIn().find("activity");
}

/// What the sync page and the row's page show of the only conflict.
QVariantMap onlyConflict(const AppStage& stage) {
    const auto conflicts = stage.sync->property("conflicts").toList();
    return conflicts.size() == 1 ? conflicts[0].toMap() : QVariantMap();
}

TEST(Deciding, aPersonChoosesOneOfTwoValues) {
    AppStage stage;
    auto other = stage.township.phone("李明", "volunteer");
    const Id id = stage.phone->add(
        "activity", {{"title", "端午活动"}, {"type", "science_talk"}, {"org", "360982100"}});
    stage.phone->sync();
    other->sync();
    stage.phone->edit("activity", id, {{"place", "村口"}});
    stage.township.clock.advance(1'000);
    other->edit("activity", id, {{"place", "祠堂"}});
    stage.phone->sync();
    other->sync();
    stage.phone->sync();
    AppStage::settle();
    const auto conflict = onlyConflict(stage);
    ASSERT_TRUE(conflict["maySettle"].toBool());
    EXPECT_EQ(conflict["shown"].toString(), "祠堂");
    Deciding deciding;
    ASSERT_TRUE(deciding.settle(conflict["id"].toString(), false))
        << deciding.error().toStdString();
    EXPECT_EQ(stage.phone->text("activity", id, "place"), "村口");
    AppStage::settle();
    EXPECT_TRUE(onlyConflict(stage).isEmpty());
    EXPECT_FALSE(deciding.settle(conflict["id"].toString(), false)) << "it is settled already";
    EXPECT_FALSE(deciding.error().isEmpty());
}

TEST(Deciding, theLastThingSavedIsTakenBackFromTheToast) {
    AppStage stage;
    Deciding deciding;
    const Id id = stage.phone->add(
        "activity", {{"title", "端午活动"}, {"type", "science_talk"}, {"org", "360982100"}});
    ASSERT_TRUE(deciding.mayUndo());
    ASSERT_TRUE(deciding.undo());
    EXPECT_TRUE((*stage.phone)->row(activityType(), id)->voided);
    EXPECT_FALSE(deciding.mayUndo());
}

}  // namespace
}  // namespace xiangji::test
