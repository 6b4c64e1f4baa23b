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

std::uint64_t placesIn(const Book& book) {
    const auto sql =
        must(Connection::open(book.folder.path() / "central.db", Connection::Mode::read));
    auto query = sql->statement("SELECT count(*) FROM _feed");
    query.step();
    return query.unsignedInteger(0);
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
