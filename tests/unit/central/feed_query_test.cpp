#include "syncd/central/sqlite/feed_query.hpp"

#include <gtest/gtest.h>

#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kUnitA;
using test::kUnitB;
using test::must;

constexpr std::size_t kManyUnits = 100;  // more than are walked by their own places

std::vector<Id> manyUnits(const Id& with) {
    std::vector<Id> units{with};
    for (std::size_t i = 0; i < kManyUnits; ++i) {
        units.push_back(Id::ofHash("unit" + std::to_string(i)));
    }
    return units;
}

const Id kStays = Id::ofHash("stays");
const Id kMoves = Id::ofHash("moves");

void putMoving(Book& book) {
    book.put("activity", kMoves, Book::activity("搬走的", kUnitA));
    book.put("activity", kStays, Book::activity("留下的", kUnitB));
    book.put("activity", kMoves, Book::activity("搬走的", kUnitB));
}

TEST(FeedQuery, aRowThatMovedWithinTheScopeIsNotLostWhereAPageEnds) {
    Book book;
    putMoving(book);
    EXPECT_EQ(book.readAll({kUnitA, kUnitB}, 1).rows, (std::vector{kStays, kMoves}));
}

TEST(FeedQuery, aRowThatCameIntoAScopeOfManyUnitsIsNotLostWhereAPageEnds) {
    Book book;
    putMoving(book);
    EXPECT_EQ(book.readAll(manyUnits(kUnitB), 1).rows, (std::vector{kStays, kMoves}));
}

TEST(FeedQuery, aPageEndsWhereManyPlacesToldNothing) {
    Book book;
    constexpr std::size_t kEdits = 10'000;
    auto write = must(book.central->begin());
    book.put(*write, "activity", kStays, Book::activity("留下的", kUnitA));
    for (std::size_t edit = 0; edit < kEdits; ++edit) {
        book.put(*write, "activity", kMoves, Book::activity("改了又改", kUnitA));
    }
    must(write->commit());
    write.reset();
    for (const auto& units : {std::vector{kUnitA}, manyUnits(kUnitA)}) {
        const auto read = book.readAll(units, kEdits);
        EXPECT_EQ(read.rows, (std::vector{kStays, kMoves}));
        EXPECT_EQ(read.pages, 2U);
    }
}

}  // namespace
}  // namespace xiangji::syncd
