#include "syncd/central/sqlite/feed_table.hpp"

#include <gtest/gtest.h>

#include "core/store/connection.hpp"
#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kUnitA;
using test::kUnitB;
using test::must;

std::uint64_t inFeed(const Book& book, const std::string& what) {
    const auto sql =
        must(Connection::open(book.folder.path() / "central.db", Connection::Mode::read));
    auto query = sql->statement("SELECT " + what + " FROM _feed");
    query.step();
    return query.unsignedInteger(0);
}
std::uint64_t placesIn(const Book& book) {
    return inFeed(book, "sum(count)");
}

TEST(FeedTable, placesThatRowsLeftAreSweptAndNothingElse) {
    Book book;
    constexpr std::size_t kRows = 40;
    constexpr Lsn kLines = 2 * FeedTable::kSweptAfter + kRows;
    auto write = must(book.central->begin());
    for (Lsn line = 0; line < kLines; ++line) {
        book.put(*write, "activity", Id::ofHash(std::to_string(line % kRows)),
                 Book::activity("稿", line < kRows && line % 2 == 0 ? kUnitB : kUnitA));
    }
    must(write->commit());
    write.reset();
    const auto page = book.feed({kUnitA});
    ASSERT_EQ(page.rows.size(), kRows);
    EXPECT_EQ(page.rows.front().lsn, kLines - kRows + 1);
    const auto gone = book.feed({kUnitB});
    EXPECT_EQ(gone.rows.size(), kRows / 2);
    EXPECT_TRUE(gone.rows.front().left);
    EXPECT_LT(placesIn(book), FeedTable::kSweptAfter);
    // Whoever opens it next goes on where this one stopped.
    book.open();
    write = must(book.central->begin());
    for (std::size_t line = 0; line < FeedTable::kSweptAfter; ++line) {
        book.put(*write, "activity", Id::ofHash(std::to_string(line % kRows)),
                 Book::activity("再稿", kUnitA));
    }
    must(write->commit());
    write.reset();
    EXPECT_LT(placesIn(book), FeedTable::kSweptAfter);
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), kRows);
}

TEST(FeedTable, linesThatBecameShortArePutTogether) {
    Book book;
    constexpr std::size_t kRows = FeedTable::kSweptAfter - 100;
    const auto row = [](std::size_t number) { return Id::ofHash(std::to_string(number)); };
    auto write = must(book.central->begin());
    for (std::size_t number = 0; number < kRows; ++number) {
        book.put(*write, "activity", row(number), Book::activity("稿", kUnitA));
    }
    // Two of three are written again: of each full line of before a third is left.
    for (std::size_t number = 0; number < kRows; number += number % 3 == 0 ? 1 : 2) {
        book.put(*write, "activity", row(number), Book::activity("再稿", kUnitA));
    }
    for (std::size_t number = 0; number < FeedTable::kSweptAfter; ++number) {
        book.put(*write, "activity", row(0), Book::activity("又稿", kUnitA));
    }
    must(write->commit());
    write.reset();
    EXPECT_LT(placesIn(book), 2 * FeedTable::kSweptAfter);
    // Left as they were they would hold 23 on average.
    EXPECT_GT(placesIn(book), 30 * inFeed(book, "count(*)"));
    EXPECT_EQ(book.readAll({kUnitA}).rows.size(), kRows);
}

TEST(FeedTable, whatIsTakenBackToASavepointCountsForNothing) {
    Book book;
    constexpr std::size_t kRows = 40;
    constexpr std::size_t kMore = FeedTable::kSweptAfter - 2 * kRows;
    auto write = must(book.central->begin());
    const auto put = [&](std::size_t lines) {
        for (std::size_t line = 0; line < lines; ++line) {
            book.put(*write, "activity", Id::ofHash(std::to_string(line % kRows)),
                     Book::activity("稿", kUnitA));
        }
    };
    put(kRows);
    must(write->savepoint());
    put(kMore);
    must(write->rollbackToSavepoint());
    put(kMore);
    must(write->commit());
    write.reset();
    EXPECT_EQ(placesIn(book), kRows + kMore);  // not swept yet
    EXPECT_EQ(book.readAll({kUnitA}).rows.size(), kRows);
}

// Lines hold several places: every cursor falls into one.
TEST(FeedTable, aPullGoesOnFromAnyPlace) {
    Book book;
    constexpr Lsn kRows = 2 * kMostPlacesALine + 5;
    const auto row = [](Lsn number) { return Id::ofHash(std::to_string(number)); };
    auto write = must(book.central->begin());
    for (Lsn line = 1; line <= kRows; ++line) {
        book.put(*write, "activity", row(line),
                 Book::activity("稿", line % 3 == 0 ? kUnitB : kUnitA));
    }
    must(write->commit());
    write.reset();
    book.put("activity", row(kRows + 1), Book::activity("一行", kUnitA));
    for (Lsn after = 0; after <= kRows + 1; ++after) {
        const auto page = book.feed({kUnitA, kUnitB}, after);
        ASSERT_EQ(page.rows.size(), kRows + 1 - after);
        for (std::size_t i = 0; i < page.rows.size(); ++i) {
            ASSERT_EQ(page.rows[i].lsn, after + 1 + i);
            ASSERT_EQ(page.rows[i].id, row(after + 1 + i));
        }
    }
}

TEST(FeedTable, aRowThatMovesOnAtOnceStandsWhereItEnded) {
    Book book;
    const auto row = Id::ofHash("moving");
    auto write = must(book.central->begin());
    book.put(*write, "activity", row, Book::activity("稿", kUnitA));
    book.put(*write, "activity", Id::ofHash("other"), Book::activity("稿", kUnitA));
    book.put(*write, "activity", row, Book::activity("稿", kUnitB));
    must(write->commit());
    write.reset();
    EXPECT_EQ(placesIn(book), 2U);
    EXPECT_EQ(book.feed({kUnitB}).rows.size(), 1U);
    book.put("activity", row, Book::activity("稿", kUnitA));
    EXPECT_EQ(placesIn(book), 2U);
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 2U);
}

TEST(FeedTable, aRowThatMovesTakesThePlacesItHadLeftWithIt) {
    Book book;
    const auto row = Id::ofHash("moving");
    for (const char* title : {"一稿", "二稿", "三稿"}) {
        book.put("activity", row, Book::activity(title, kUnitA));
    }
    EXPECT_EQ(placesIn(book), 3U);
    book.put("activity", row, Book::activity("三稿", kUnitB));
    EXPECT_EQ(placesIn(book), 1U);
}

TEST(FeedTable, whatWasPutBeforeWhatIsTakenBackStays) {
    Book book;
    auto write = must(book.central->begin());
    book.put(*write, "activity", Id::ofHash("stays"), Book::activity("稿", kUnitA));
    must(write->savepoint());
    book.put(*write, "activity", Id::ofHash("goes"), Book::activity("稿", kUnitA));
    must(write->rollbackToSavepoint());
    book.put(*write, "activity", Id::ofHash("comes"), Book::activity("稿", kUnitA));
    must(write->commit());
    write.reset();
    EXPECT_EQ(placesIn(book), 2U);
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 2U);
}

TEST(FeedTable, aSweepThatIsTakenBackIsDoneAgain) {
    Book book;
    constexpr std::size_t kRows = 10;
    const auto put = [&](CentralWrite& write, std::size_t lines) {
        for (std::size_t line = 0; line < lines; ++line) {
            book.put(write, "activity", Id::ofHash(std::to_string(line % kRows)),
                     Book::activity("稿", kUnitA));
        }
    };
    auto write = must(book.central->begin());
    put(*write, FeedTable::kSweptAfter - kRows);
    must(write->savepoint());
    put(*write, 2 * kRows);
    must(write->rollbackToSavepoint());
    put(*write, 2 * kRows);
    must(write->commit());
    write.reset();
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), kRows);
    EXPECT_LT(placesIn(book), 3 * kRows);
}

}  // namespace
}  // namespace xiangji::syncd
