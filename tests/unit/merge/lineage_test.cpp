#include "core/merge/lineage.hpp"

#include <gtest/gtest.h>

namespace xiangji {
namespace {

const Id kFirst = Id::ofHash("first");
const Id kSecond = Id::ofHash("second");
const Id kThird = Id::ofHash("third");
const Id kSibling = Id::ofHash("sibling");

Lineage tree() {
    return Lineage({{.id = kFirst},
                    {.id = kSecond, .parent = kFirst, .forkLsn = 100, .beganMs = 10},
                    {.id = kThird, .parent = kSecond, .forkLsn = 150, .beganMs = 20},
                    {.id = kSibling, .parent = kFirst, .forkLsn = 80, .beganMs = 30}});
}

TEST(Lineage, oneLifeSharesAllWithItself) {
    EXPECT_EQ(tree().shared(kThird, kThird), Lineage::kWhole);
}

TEST(Lineage, aChildSharesWhatCameBeforeItsFork) {
    EXPECT_EQ(tree().shared(kFirst, kSecond), 100U);
    EXPECT_EQ(tree().shared(kThird, kSecond), 150U);
    EXPECT_EQ(tree().shared(kThird, kFirst), 100U) << "the least fork on the way counts";
}

TEST(Lineage, siblingsShareTheEarlierFork) {
    EXPECT_EQ(tree().shared(kSibling, kThird), 80U);
    EXPECT_EQ(tree().shared(kThird, kSibling), 80U);
}

TEST(Lineage, unknownLivesShareNothing) {
    EXPECT_FALSE(tree().shared(kFirst, Id::ofHash("stranger")));
    auto loose = tree();
    loose.add({.id = Id::ofHash("orphan"), .parent = Id::ofHash("nobody"), .forkLsn = 5});
    EXPECT_FALSE(loose.shared(kFirst, Id::ofHash("orphan")));
}

TEST(Lineage, recordsThatGoInCirclesEnd) {
    Lineage ring({{.id = kFirst, .parent = kSecond, .forkLsn = 1},
                  {.id = kSecond, .parent = kFirst, .forkLsn = 1}});
    EXPECT_EQ(ring.shared(kFirst, kSecond), 1U);
    EXPECT_FALSE(ring.shared(kFirst, kThird));
}

TEST(Lineage, aPlaceWasWrittenInTheLifeThatHadTheLogThen) {
    EXPECT_EQ(tree().writtenIn(kThird, 100), kFirst);
    EXPECT_EQ(tree().writtenIn(kThird, 101), kSecond);
    EXPECT_EQ(tree().writtenIn(kThird, 151), kThird);
}

}  // namespace
}  // namespace xiangji
