#include "syncd/central/sqlite/known_ids.hpp"

#include <gtest/gtest.h>

namespace xiangji::syncd {
namespace {

Id made(int number) {
    return Id::ofHash("row " + std::to_string(number));
}

TEST(KnownIds, whatWasAddedIsNeverDenied) {
    KnownIds ids(1'000);
    for (int i = 0; i < 3'000; ++i) {  // beyond its room too
        ids.add(made(i));
    }
    for (int i = 0; i < 3'000; ++i) {
        ASSERT_TRUE(ids.mayHold(made(i))) << i;
    }
}

TEST(KnownIds, mostStrangersAreKnownAsSuch) {
    KnownIds ids(10'000);
    EXPECT_FALSE(ids.mayHold(made(-1)));
    for (int i = 0; i < 10'000; ++i) {
        EXPECT_FALSE(ids.full());
        ids.add(made(i));
    }
    EXPECT_TRUE(ids.full());
    int taken = 0;
    for (int i = 10'000; i < 20'000; ++i) {
        taken += ids.mayHold(made(i)) ? 1 : 0;
    }
    EXPECT_LT(taken, 200);
}

TEST(KnownIds, phonesIdsOfOneMomentLieApart) {
    KnownIds ids(10'000);
    SystemRandom random;
    for (int i = 0; i < 10'000; ++i) {
        ids.add(Id::uuid7(1'781'827'200'000, random));
    }
    int taken = 0;
    for (int i = 0; i < 10'000; ++i) {
        taken += ids.mayHold(Id::uuid7(1'781'827'200'000, random)) ? 1 : 0;
    }
    EXPECT_LT(taken, 200);
}

}  // namespace
}  // namespace xiangji::syncd
