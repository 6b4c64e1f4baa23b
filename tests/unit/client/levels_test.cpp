// Phones and centres of different schema levels.
#include <gtest/gtest.h>

#include "core/records/row_scope.hpp"
#include "core/records/validate.hpp"
#include "core/store/schema.hpp"
#include "tests/unit/client/level_centre.hpp"

namespace xiangji::test {
namespace {

const std::vector<std::pair<std::string, Value>> kActivity = {{"title", std::string("防溺水宣讲")},
                                                              {"type", std::int64_t{8}}};

std::vector<std::pair<std::string, Value>> activityWith(const char* field, const char* value) {
    auto fields = kActivity;
    fields.emplace_back(field, std::string(value));
    return fields;
}

TEST(Levels, anOlderPhoneGetsWhatItKnowsAndTheRestWhenItIsUpdated) {
    LevelCentre centre(1);
    auto modern = centre.phone("李明", 1);
    auto old = centre.phone("陈静", 0);
    must(modern->sync());
    const Id row = modern->add("activity", activityWith("weather", "晴"));
    const Id visit = modern->add("home_visit", {{"note", std::string("家访")}});
    must(modern->sync());
    must(old->sync());
    EXPECT_EQ(old->cell("activity", row, "title"), Value{std::string("防溺水宣讲")});
    wire::Scope scope;
    scope.ParseFromString(old->database->knownBytes(known::kScope));
    ASSERT_EQ(scope.withheld_types_size(), 1) << "it is told what it does not get";
    EXPECT_EQ(scope.withheld_types(0), 900U);
    ASSERT_EQ(scope.withheld_fields_size(), 1);
    EXPECT_EQ(scope.withheld_fields(0).field(), 900U);
    const auto cursor = must(old->shelf->state()).cursor;
    EXPECT_GT(cursor, 0U);
    old->updateTo(1);
    must(old->sync());
    EXPECT_EQ(old->cell("activity", row, "weather"), Value{std::string("晴")});
    EXPECT_EQ(old->cell("home_visit", visit, "note"), Value{std::string("家访")});
    EXPECT_GE(must(old->shelf->state()).cursor, cursor) << "the old scope is not read again";
}

TEST(Levels, anOlderPhonesEditsAreTakenAndLeaveNewerFieldsAlone) {
    LevelCentre centre(1);
    auto modern = centre.phone("李明", 1);
    auto old = centre.phone("陈静", 0);
    must(modern->sync());
    const Id row = modern->add("activity", activityWith("weather", "晴"));
    must(modern->sync());
    must(old->sync());
    old->edit("activity", row, "place", std::string("村小学"));
    must(old->sync());
    EXPECT_EQ(old->unsent(), 0U);
    must(modern->sync());
    EXPECT_EQ(modern->cell("activity", row, "place"), Value{std::string("村小学")});
    EXPECT_EQ(modern->cell("activity", row, "weather"), Value{std::string("晴")});
}

TEST(Levels, anUpdateWithEnvelopesWaitingLosesNoneOfThem) {
    LevelCentre centre(1);
    auto phone = centre.phone("陈静", 0);
    must(phone->sync());
    const Id first = phone->add("activity", kActivity);
    // An update that is cut before it is committed leaves the old database.
    {
        auto sql = must(
            Connection::open(centre.folder.path() / "陈静" / "phone.db", Connection::Mode::write));
        SqlTransaction transaction(*sql);
        furnishRecords(*sql, catalogueLater(1), "");
    }
    EXPECT_EQ(phone->unsent(), 1U);
    phone->updateTo(1);
    EXPECT_EQ(phone->unsent(), 1U);
    const Id second = phone->add("activity", activityWith("weather", "雨"));
    must(phone->sync());
    EXPECT_EQ(phone->unsent(), 0U);
    auto other = centre.phone("李明", 1);
    must(other->sync());
    EXPECT_TRUE(other->has("activity", first));
    EXPECT_EQ(other->cell("activity", second, "weather"), Value{std::string("雨")});
}

TEST(Levels, aPhoneTooOldToReadStillDeliversWhatItWrote) {
    LevelCentre centre(3);
    auto old = centre.phone("陈静", 0);
    auto modern = centre.phone("李明", 3);
    auto served = centre.phone("王芳", 1);
    const Id row = old->add("activity", kActivity);
    const auto synced = old->sync();
    ASSERT_FALSE(synced);
    EXPECT_EQ(synced.error().fault, Fault::unsupported);
    EXPECT_NE(synced.error().detail.find("update the app"), std::string::npos);
    EXPECT_EQ(old->unsent(), 0U);
    EXPECT_TRUE(old->has("activity", row)) << "what it has it keeps";
    must(modern->sync());
    EXPECT_TRUE(modern->has("activity", row));
    must(served->sync());
    EXPECT_TRUE(served->has("activity", row)) << "two levels back is still served";
}

TEST(Levels, whatANewerPhoneWritesWaitsAtAnOlderCentreUntilThatIsUpdated) {
    LevelCentre centre(0);
    auto newer = centre.phone("李明", 1);
    auto plain = centre.phone("陈静", 0);
    must(newer->sync());
    const Id known = newer->add("activity", kActivity);
    const Id row = newer->add("activity", activityWith("weather", "晴"));
    const Id visit = newer->add("home_visit", {{"note", std::string("家访")}});
    newer->edit("activity", row, "place", std::string("村小学"));
    must(newer->sync());
    must(plain->sync());
    EXPECT_TRUE(plain->has("activity", known)) << "what the centre knows goes on";
    EXPECT_FALSE(plain->has("activity", row)) << "half of what was written is not written";
    EXPECT_EQ(newer->unsent(), 3U);
    // Others' edits come in meanwhile and leave alone what only the phone knows.
    plain->edit("activity", known, "place", std::string("祠堂"));
    must(plain->sync());
    centre.updateTo(0);
    for (auto* phone : {newer.get(), plain.get()}) {
        phone->links.moveTo(*centre.desk);
        must(phone->sync());
    }
    EXPECT_EQ(newer->unsent(), 3U) << "a mere restart brings nothing";
    EXPECT_EQ(newer->cell("activity", known, "place"), Value{std::string("祠堂")});
    EXPECT_EQ(newer->cell("activity", row, "weather"), Value{std::string("晴")});

    centre.updateTo(1);
    for (auto* phone : {newer.get(), plain.get()}) {
        phone->links.moveTo(*centre.desk);
        must(phone->sync());
    }
    EXPECT_EQ(newer->unsent(), 0U);
    EXPECT_EQ(plain->cell("activity", row, "place"), Value{std::string("村小学")});
    plain->updateTo(1);
    must(plain->sync());
    EXPECT_EQ(plain->cell("activity", row, "weather"), Value{std::string("晴")});
    EXPECT_EQ(plain->cell("home_visit", visit, "note"), Value{std::string("家访")});
}

}  // namespace
}  // namespace xiangji::test
