#include "syncd/central/sqlite/written_rows.hpp"

#include <gtest/gtest.h>

#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kUnitA;
using test::must;
using test::typeOf;

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
    {
        // Two cannot read by one statement.
        auto reading = sql->statement("SELECT id FROM \"activity\"");
        ASSERT_TRUE(reading.step());
        EXPECT_THROW(static_cast<void>(rows.row(id(0))), SqlFault);
    }
    for (int i = 0; i < kRows; ++i) {
        ASSERT_TRUE(rows.row(id(i))) << i;
    }
    EXPECT_FALSE(rows.row(id(kRows)));
}

}  // namespace
}  // namespace xiangji::syncd
