#include "syncd/central/sqlite/written_rows.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kUnitA;
using test::must;
using test::typeOf;

constexpr int kStepsATurn = 100;

int breakOffAtTheSecondTurn(void* turns) {
    return ++*static_cast<int*>(turns) >= 2 ? 1 : 0;
}

// What is kept of which ids there are is read whole or not at all: a row it lacked would be denied.
TEST(WrittenRows, aReadingOfIdsThatFailsDeniesNoRow) {
    Book book;
    constexpr int kRows = 300;
    const auto id = [](int number) { return Id::ofHash(std::to_string(number)); };
    for (int i = 0; i < kRows; ++i) {
        book.put("activity", id(i), Book::activity("稿", kUnitA));
    }
    book.central.reset();
    const auto sql =
        must(Connection::open(book.folder.path() / "central.db", Connection::Mode::write));
    WrittenRows rows(*sql, typeOf("activity"));
    int turns = 0;
    sqlite3_progress_handler(sql->handle(), kStepsATurn, &breakOffAtTheSecondTurn, &turns);
    EXPECT_THROW(static_cast<void>(rows.row(id(0))), SqlFault);
    sqlite3_progress_handler(sql->handle(), 0, nullptr, nullptr);
    for (int i = 0; i < kRows; ++i) {
        ASSERT_TRUE(rows.row(id(i))) << i;
    }
    EXPECT_FALSE(rows.row(id(kRows)));
}

}  // namespace
}  // namespace xiangji::syncd
