#include "syncd/central/sqlite/written_rows.hpp"

#include <gtest/gtest.h>

#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kUnitA;
using test::must;
using test::number;
using test::typeOf;

Id rowNamed(int number) {
    return Id::ofHash(std::to_string(number));
}

std::string titleOf(CentralWrite& write, const Id& id) {
    const auto row = must(write.row(typeOf("activity"), id));
    return row ? std::get<std::string>(row->fields.at(number("activity", "title"))) : "none";
}

// What is kept of which ids there are is read whole or not at all: a row it lacked would be denied.
TEST(WrittenRows, aReadingOfIdsThatFailsDeniesNoRow) {
    Book book;
    constexpr int kRows = 300;
    for (int i = 0; i < kRows; ++i) {
        book.put("activity", rowNamed(i), Book::activity("稿", kUnitA));
    }
    book.central.reset();
    const auto sql =
        must(Connection::open(book.folder.path() / "central.db", Connection::Mode::write));
    WrittenRows rows(*sql, typeOf("activity"));
    {
        // Two cannot read by one statement.
        auto reading = sql->statement("SELECT id, rowid FROM \"activity\"");
        ASSERT_TRUE(reading.step());
        EXPECT_THROW(static_cast<void>(rows.row(rowNamed(0))), SqlFault);
    }
    for (int i = 0; i < kRows; ++i) {
        ASSERT_TRUE(rows.row(rowNamed(i))) << i;
    }
    EXPECT_FALSE(rows.row(rowNamed(kRows)));
}

TEST(WrittenRows, whatLiesWhereARowWasTakenBackIsNotTakenForIt) {
    Book book;
    auto write = must(book.central->begin());
    must(write->savepoint());
    book.put(*write, "activity", rowNamed(1), Book::activity("收回", kUnitA));
    must(write->rollbackToSavepoint());
    book.put(*write, "activity", rowNamed(2), Book::activity("二", kUnitA));
    EXPECT_EQ(titleOf(*write, rowNamed(1)), "none");
    book.put(*write, "activity", rowNamed(1), Book::activity("一", kUnitA));
    book.put(*write, "activity", rowNamed(1), Book::activity("一改", kUnitA));
    must(write->commit());
    write.reset();
    write = must(book.central->begin());
    EXPECT_EQ(titleOf(*write, rowNamed(1)), "一改");
    EXPECT_EQ(titleOf(*write, rowNamed(2)), "二");
}

TEST(WrittenRows, everyOneOfManyRowsIsFoundAndNoOther) {
    Book book;
    constexpr int kRows = 7'000;  // more than there is room for at first
    auto write = must(book.central->begin());
    for (int i = 0; i < kRows; ++i) {
        book.put(*write, "activity", rowNamed(i), Book::activity(std::to_string(i), kUnitA));
    }
    must(write->commit());
    write.reset();
    must(book.central->scrub());  // the file is written anew
    write = must(book.central->begin());
    for (int i = 0; i < kRows; ++i) {
        ASSERT_EQ(titleOf(*write, rowNamed(i)), std::to_string(i));
        ASSERT_EQ(titleOf(*write, rowNamed(kRows + i)), "none");
    }
}

}  // namespace
}  // namespace xiangji::syncd
