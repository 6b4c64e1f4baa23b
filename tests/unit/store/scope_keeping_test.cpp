// What a phone may hold, as the centre states it while the phone is still reading.
#include <gtest/gtest.h>

#include "tests/unit/store/lone_phone.hpp"

namespace xiangji::test {
namespace {

Id unit(int number) {
    return Id::ofHash("unit" + std::to_string(number));
}

Bytes activitiesOf(const std::vector<Id>& units) {
    wire::Scope scope;
    auto& part = *scope.add_parts();
    part.add_types(LonePhone::activity().number);
    for (const auto& id : units) {
        part.add_units(id.bytes());
    }
    return scope.SerializeAsString();
}

std::vector<Bytes> unitsOf(const wire::Backfill& backfill) {
    std::vector<Bytes> units;
    for (const auto& part : backfill.parts()) {
        units.insert(units.end(), part.units().begin(), part.units().end());
    }
    return units;
}

TEST(ScopeKeeping, aScopeThatGrowsWhileThePhoneReadsForgetsNothingItHasStillToRead) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(1)})));
    for (int grown = 2; grown < 6; ++grown) {
        std::vector<Id> units;
        for (int number = 1; number <= grown; ++number) {
            units.push_back(unit(number));
        }
        ASSERT_TRUE(phone.shelf->takeScope(activitiesOf(units)));
    }
    for (int number = 1; number < 6; ++number) {
        const auto next = phone.shelf->toReadWhole();
        ASSERT_TRUE(next && *next) << "nothing is left to read of unit " << number;
        EXPECT_EQ(unitsOf(**next), std::vector{unit(number).bytes()});
        ASSERT_TRUE(phone.shelf->takeSnapshot({}));
    }
    EXPECT_FALSE(phone.shelf->toReadWhole()->has_value());
}

TEST(ScopeKeeping, whatAPhoneMayNoLongerHoldItHasNotToReadEither) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(1), unit(2)})));
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(2)})));
    const auto next = phone.shelf->toReadWhole();
    ASSERT_TRUE(next && *next);
    EXPECT_EQ(unitsOf(**next), std::vector{unit(2).bytes()});
}

}  // namespace
}  // namespace xiangji::test
