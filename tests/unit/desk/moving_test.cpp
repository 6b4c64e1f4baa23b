// Rows that change their home, and units that change their place.
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct Moving : ::testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "volunteer", kLinjiang, "李明"};
    HandPhone fang{centre, "volunteer", kYongtai, "方远"};
    HandPhone admin{centre, "centre_admin", kCentre, "市中心"};
    Id fresh() { return Id::uuid7(kMorning, centre.random); }

    static wire::Change moved(const Id& row, const char* unit) {
        return HandPhone::edit("activity", row, {{"org", refTo(unitId(unit))}});
    }
};

TEST_F(Moving, theOldUnitForgetsARowAndTheNewOneGetsItWholeWithWhatBelongsToIt) {
    const Id row = fresh();
    const Id lesson =
        must(naturalId(typeOf("safety_lesson"),
                       {{fieldOf(typeOf("safety_lesson"), "activity").number, refTo(row)}}));
    li.tell(li.activity(row, "搬走的活动"));
    ASSERT_EQ(li.tell(li.insert("safety_lesson", lesson, {{"activity", refTo(row)}})).verdict(),
              wire::VERDICT_TAKEN);
    for (auto* phone : {&li, &fang, &admin}) {
        phone->pull();
    }
    ASSERT_EQ(admin.tell(moved(row, kYongtai)).verdict(), wire::VERDICT_TAKEN);
    for (auto* phone : {&li, &fang, &admin}) {
        phone->rows.clear();
        phone->pull();
    }
    ASSERT_NE(li.pulled("activity", row), nullptr);
    EXPECT_TRUE(li.pulled("activity", row)->gone());
    EXPECT_EQ(li.pulled("activity", row)->cells_size(), 0) << "no value leaves the scope";
    EXPECT_TRUE(li.pulled("safety_lesson", lesson)->gone());
    ASSERT_NE(fang.pulled("activity", row), nullptr);
    EXPECT_FALSE(fang.pulled("activity", row)->gone());
    EXPECT_FALSE(fang.pulled("safety_lesson", lesson)->gone());
    ASSERT_NE(admin.pulled("activity", row), nullptr);
    EXPECT_FALSE(admin.pulled("activity", row)->gone()) << "it moved within this scope";
    EXPECT_EQ(shown("safety_lesson", centre.row("safety_lesson", lesson), "home_org"),
              refTo(unitId(kYongtai)));
}

TEST_F(Moving, aRowThatCameBackIsNotGone) {
    const Id row = fresh();
    li.tell(li.activity(row, "来回"));
    li.pull();
    admin.tell(moved(row, kYongtai));
    admin.tell(moved(row, kLinjiang));
    li.rows.clear();
    li.pull();
    ASSERT_NE(li.pulled("activity", row), nullptr);
    EXPECT_FALSE(li.pulled("activity", row)->gone());
    fang.pull();
    ASSERT_NE(fang.pulled("activity", row), nullptr);
    EXPECT_TRUE(fang.pulled("activity", row)->gone());
}

TEST_F(Moving, pagesOfOneRowTellEveryMove) {
    std::vector<Id> rows;
    for (int i = 0; i < 5; ++i) {
        rows.push_back(fresh());
        li.tell(li.activity(rows.back(), "活动" + std::to_string(i)));
    }
    li.pull();
    li.rows.clear();
    for (const auto& row : rows) {
        admin.tell(moved(row, kYongtai));
        li.tell(li.activity(fresh(), "其间"));
    }
    li.pull(1);
    for (const auto& row : rows) {
        ASSERT_NE(li.pulled("activity", row), nullptr);
        EXPECT_TRUE(li.pulled("activity", row)->gone());
    }
}

TEST_F(Moving, onlyTheOfficeOfBothUnitsMovesARow) {
    const Id row = fresh();
    li.tell(li.activity(row, "活动"));
    EXPECT_EQ(li.tell(moved(row, kYongtai)).reason(), "home");
    HandPhone clerk(centre, "institute_clerk", kLinjiang, "王办事员");
    EXPECT_EQ(clerk.tell(moved(row, kYongtai)).reason(), "role");
    EXPECT_EQ(clerk.tell(moved(row, kGuoli)).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(admin.tell(HandPhone::edit("activity", row, {{"org", refTo(fresh())}})).reason(),
              "no_row");
}

TEST_F(Moving, aUnitThatMovesTakesItsRowsToOtherEyes) {
    const Id row = fresh();
    li.tell(li.activity(row, "郭里活动", kGuoli));
    fang.pull();
    EXPECT_EQ(fang.pulled("activity", row), nullptr);
    const auto move =
        HandPhone::edit("unit", unitId(kGuoli), {{"parent", refTo(unitId(kYongtai))}});
    ASSERT_EQ(admin.tell(move).verdict(), wire::VERDICT_TAKEN);
    const auto ring =
        HandPhone::edit("unit", unitId(kYongtai), {{"parent", refTo(unitId(kGuoli))}});
    EXPECT_EQ(admin.tell(ring).reason(), "no_row") << "a unit cannot lie below itself";
    // Both are told another scope at their next pull.
    for (auto* phone : {&li, &fang}) {
        wire::Request request;
        request.mutable_pull()->set_epoch(phone->epoch);
        request.mutable_pull()->set_after_lsn(phone->cursor);
        request.mutable_pull()->set_scope("old");
        const auto reply = centre.ask(phone->caller, request);
        ASSERT_FALSE(reply.page().scope().empty());
        wire::Scope scope;
        scope.ParseFromString(reply.page().scope());
        bool sees = false;
        for (const auto& part : scope.parts()) {
            for (const auto& unit : part.units()) {
                sees = sees || unit == unitId(kGuoli).bytes();
            }
        }
        EXPECT_EQ(sees, phone == &fang);
    }
}

TEST_F(Moving, aScopeThatIsHeldIsFollowedAndAnotherIsTold) {
    li.tell(li.activity(fresh(), "活动"));
    wire::Request request;
    request.mutable_pull()->set_epoch(li.epoch);
    request.mutable_pull()->set_scope("");
    const auto told = centre.ask(li.caller, request).page();
    ASSERT_FALSE(told.scope().empty());
    EXPECT_EQ(told.rows_size(), 0);
    request.mutable_pull()->set_scope(hashOf(told.scope()));
    EXPECT_GT(centre.ask(li.caller, request).page().rows_size(), 0);
    wire::Request whole;
    auto& wanted = *whole.mutable_snapshot();
    wanted.set_epoch(li.epoch);
    wanted.set_scope(hashOf(told.scope()));
    wire::Scope scope;
    scope.ParseFromString(told.scope());
    *wanted.mutable_parts() = scope.parts();
    // A phone may ask for what it likes; it gets what it may see.
    wanted.mutable_parts(0)->add_types(typeOf("device").number);
    wanted.add_parts()->add_types(typeOf("child").number);
    wanted.set_after("no place at all");
    const auto page = centre.ask(li.caller, whole).snapshot();
    EXPECT_TRUE(page.next().empty());
    EXPECT_EQ(page.rows_so_far(), page.rows_in_all());
    EXPECT_GT(page.rows_so_far(), 0U);
}

}  // namespace
}  // namespace xiangji::syncd::test
