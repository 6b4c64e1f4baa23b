#include "syncd/central/sqlite/placed_ids.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace xiangji::syncd {
namespace {

constexpr int kRows = 10'000;

Id made(int number) {
    return Id::ofHash("row " + std::to_string(number));
}

PlacedIds filled() {
    PlacedIds ids(kRows);
    for (int i = 0; i < kRows; ++i) {
        EXPECT_FALSE(ids.full());
        ids.add(made(i), i + 1);
    }
    return ids;
}

// Another's rowid where tags of neighbours are equal: about one in a million.
TEST(PlacedIds, whatWasAddedIsFoundWhereItLies) {
    const auto ids = filled();
    int elsewhere = 0;
    for (int i = 0; i < kRows; ++i) {
        const auto place = ids.placeOf(made(i));
        ASSERT_TRUE(place) << i;
        elsewhere += *place == i + 1 ? 0 : 1;
    }
    EXPECT_LT(elsewhere, 3);
}

TEST(PlacedIds, strangersAreKnownAsSuch) {
    EXPECT_FALSE(PlacedIds(kRows).placeOf(made(0)));
    const auto ids = filled();
    int taken = 0;
    for (int i = kRows; i < 2 * kRows; ++i) {
        taken += ids.placeOf(made(i)) ? 1 : 0;
    }
    EXPECT_LT(taken, 3);
}

TEST(PlacedIds, phonesIdsOfOneMomentLieApart) {
    PlacedIds ids(kRows);
    SystemRandom random;
    for (int i = 0; i < kRows; ++i) {
        ids.add(Id::uuid7(1'781'827'200'000, random), i + 1);
    }
    int taken = 0;
    for (int i = 0; i < kRows; ++i) {
        taken += ids.placeOf(Id::uuid7(1'781'827'200'000, random)) ? 1 : 0;
    }
    EXPECT_LT(taken, 3);
}

TEST(PlacedIds, aFullOneTakesNoMoreAndGoesOnAnswering) {
    auto ids = filled();
    EXPECT_TRUE(ids.full());
    EXPECT_THROW(ids.add(made(kRows), 1), std::length_error);
    EXPECT_TRUE(ids.placeOf(made(0)));
    EXPECT_FALSE(ids.placeOf(made(kRows)));
}

TEST(PlacedIds, aRowidOfAnySizeIsNeverADenial) {
    PlacedIds ids(8);
    ids.add(made(1), (std::int64_t{1} << 40) + 7);
    ids.add(made(2), std::int64_t{1} << 40);
    EXPECT_TRUE(ids.placeOf(made(1)));
    EXPECT_TRUE(ids.placeOf(made(2)));
}

}  // namespace
}  // namespace xiangji::syncd
