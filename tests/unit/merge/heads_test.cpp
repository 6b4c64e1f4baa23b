#include "core/merge/heads.hpp"

#include <gtest/gtest.h>

#include "tests/unit/merge/arrival_orders.hpp"

namespace xiangji {
namespace {

using test::Happening;

/// What a person can see of a field's heads.
struct Seen {
    Value shown;
    std::set<Value> values;
    bool conflict = false;
    bool operator==(const Seen&) const = default;
};

Seen seenOf(const FieldHeads& heads) {
    Seen seen{heads.front().value, {}, inConflict(heads)};
    for (const auto& head : heads) {
        seen.values.insert(head.value);
    }
    return seen;
}

void everyOrderAgrees(const Happening& happening, const std::vector<Value>& values,
                      const std::vector<std::uint64_t>& clocks, Meeting meeting) {
    std::optional<Seen> first;
    happening.forEachOrder([&](const std::vector<std::size_t>& order) {
        FieldHeads heads;
        for (std::size_t place = 0; place < order.size(); ++place) {
            mergeWrite(heads, happening.writerAt(order, place, clocks), values[order[place]],
                       meeting);
        }
        const Seen seen = seenOf(heads);
        if (!first) {
            first = seen;
        }
        ASSERT_EQ(seen, *first);
    });
}

/// All histories of four writes by three devices, whatever each had pulled, with two values and
/// clocks either way round.
void forAllSmallHistories(Meeting meeting) {
    std::vector<int> digits(12, 0);
    const std::vector<int> bases{3, 3, 3, 3, 1, 2, 3, 4, 2, 2, 2, 2};
    do {
        const auto happening = Happening::of(
            {digits[0], digits[1], digits[2], digits[3]},
            {0, static_cast<std::size_t>(digits[5]), static_cast<std::size_t>(digits[6]),
             static_cast<std::size_t>(digits[7])});
        std::vector<Value> values;
        for (std::size_t i = 8; i < 12; ++i) {
            values.emplace_back(std::int64_t{digits[i]});
        }
        everyOrderAgrees(happening, values, {100, 200, 300}, meeting);
        everyOrderAgrees(happening, values, {300, 200, 100}, meeting);
        if (::testing::Test::HasFatalFailure()) {
            return;
        }
    } while (test::nextTuple(digits, bases));
}

TEST(Heads, whatShowsAndWhatConflictsIsTheSameForEveryArrivalOrder) {
    forAllSmallHistories(Meeting::perField);
}
TEST(Heads, whetherAnElementIsInASetIsTheSameForEveryArrivalOrder) {
    forAllSmallHistories(Meeting::addWins);
}

Writer writer(Lsn lsn, char device, std::uint64_t seq, Hlc hlc, Lsn seen) {
    return {{lsn, {hlc, Id::ofHash(std::string(1, device))}, seq}, seen};
}

TEST(Heads, aWriteTakesThePlaceOfWhatItHasSeen) {
    FieldHeads heads;
    mergeWrite(heads, writer(1, 'a', 1, 10, 0), "甲", Meeting::perField);
    mergeWrite(heads, writer(2, 'b', 1, 5, 1), "乙", Meeting::perField);
    ASSERT_EQ(heads.size(), 1u);
    EXPECT_EQ(heads.front().value, Value("乙")) << "although its clock runs behind";
}

TEST(Heads, writesThatHaveNotSeenEachOtherStandBesideEachOther) {
    FieldHeads heads;
    mergeWrite(heads, writer(1, 'a', 1, 10, 0), "甲", Meeting::perField);
    mergeWrite(heads, writer(2, 'b', 1, 5, 0), "乙", Meeting::perField);
    ASSERT_EQ(heads.size(), 2u);
    EXPECT_EQ(heads.front().value, Value("甲")) << "the greater stamp shows";
    EXPECT_TRUE(inConflict(heads));
}

TEST(Heads, equalValuesAreNoConflict) {
    FieldHeads heads;
    mergeWrite(heads, writer(1, 'a', 1, 10, 0), "甲", Meeting::perField);
    mergeWrite(heads, writer(2, 'b', 1, 5, 0), "甲", Meeting::perField);
    EXPECT_FALSE(inConflict(heads));
}

TEST(Heads, aDeviceHasSeenItsOwnWritesWhateverItHasPulled) {
    FieldHeads heads;
    mergeWrite(heads, writer(7, 'a', 1, 10, 0), "甲", Meeting::perField);
    mergeWrite(heads, writer(8, 'a', 2, 10, 0), "乙", Meeting::perField);
    ASSERT_EQ(heads.size(), 1u);
    EXPECT_EQ(heads.front().value, Value("乙"));
}

TEST(Heads, unsettingIsAWriteLikeAnyOther) {
    FieldHeads heads;
    mergeWrite(heads, writer(1, 'a', 1, 10, 0), "甲", Meeting::perField);
    mergeWrite(heads, writer(2, 'b', 1, 20, 0), Value{}, Meeting::perField);
    EXPECT_TRUE(isUnset(heads.front().value));
    EXPECT_TRUE(inConflict(heads));
}

TEST(Heads, whatTheOfficeMovesFollowsArrival) {
    FieldHeads heads;
    mergeWrite(heads, writer(1, 'a', 1, 90, 0), "甲", Meeting::arrival);
    mergeWrite(heads, writer(2, 'b', 1, 10, 0), "乙", Meeting::arrival);
    ASSERT_EQ(heads.size(), 1u);
    EXPECT_EQ(heads.front().value, Value("乙"));
}

TEST(Heads, aSettlementTakesThePlaceOfWhatItNamesAndOfNothingElse) {
    FieldHeads heads;
    mergeWrite(heads, writer(1, 'a', 1, 10, 0), "甲", Meeting::perField);
    mergeWrite(heads, writer(2, 'b', 1, 20, 0), "乙", Meeting::perField);
    mergeWrite(heads, writer(3, 'd', 1, 30, 0), "丙", Meeting::perField);
    const std::vector<WriteName> named{{Id::ofHash("a"), 1}, {Id::ofHash("b"), 1}};
    mergeSettlement(heads, writer(4, 'c', 1, 5, 3), named, "甲");
    ASSERT_EQ(heads.size(), 2u) << "what it does not name stands, although its phone had pulled it";
    EXPECT_TRUE(inConflict(heads));
    EXPECT_EQ(heads.front().value, Value("丙"));
}

TEST(Heads, whatARowHasOnceIsTheEarliests) {
    FieldHeads heads;
    mergeWrite(heads, writer(1, 'a', 1, 20, 0), "甲", Meeting::earliest);
    mergeWrite(heads, writer(2, 'b', 1, 10, 0), "乙", Meeting::earliest);
    EXPECT_EQ(heads.front().value, Value("乙"));
    EXPECT_EQ(heads.size(), 2u) << "both inserts stand: neither had seen the other";
}

}  // namespace
}  // namespace xiangji
