#include "syncd/central/sqlite/older_schema.hpp"

#include <gtest/gtest.h>

#include "core/store/connection.hpp"
#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kUnitA;
using test::must;
using test::typeOf;

/// A file as the schema before this one had it.
void makeOlder(const std::filesystem::path& file) {
    const auto sql = must(Connection::open(file, Connection::Mode::write));
    sql->execute(
        "CREATE TABLE f (lsn INTEGER PRIMARY KEY, type INTEGER NOT NULL, row BLOB NOT NULL, unit "
        "BLOB NOT NULL) STRICT; INSERT INTO f SELECT lsn, type, row, unit FROM _feed; "
        "DROP TABLE _feed; DROP TABLE _swept; ALTER TABLE f RENAME TO _feed; "
        "CREATE INDEX feed_unit ON _feed (unit, lsn); "
        "ALTER TABLE _log DROP COLUMN before_lsn; "
        "CREATE INDEX log_row ON _log (type, row, lsn); "
        "ALTER TABLE activity ADD COLUMN later TEXT; UPDATE activity SET later = '以后'; "
        "PRAGMA user_version = 1");
}

TEST(OlderSchema, aFileOfTheSchemaBeforeIsBroughtToThisOne) {
    Book book;
    const Id one = Id::ofHash("1");
    book.put("activity", one, Book::activity("第一稿", kUnitA));
    book.put("activity", Id::ofHash("2"), Book::activity("别的", kUnitA));
    book.central.reset();
    const auto file = book.folder.path() / "central.db";
    makeOlder(file);
    book.open();
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 2u);
    book.put("activity", one, Book::activity("第二稿", kUnitA));
    const auto page = book.feed({kUnitA});
    ASSERT_EQ(page.rows.size(), 2u);
    EXPECT_EQ(page.rows[1].id, one);
    EXPECT_EQ(must(book.central->history(typeOf("activity").number, one)).size(), 2u);
    book.central.reset();
    const auto sql = must(Connection::open(file, Connection::Mode::read));
    auto query = sql->statement("SELECT count(*) FROM activity WHERE later = '以后'");
    query.step();
    EXPECT_EQ(query.integer(0), 2) << "a newer program's columns stay";
    auto left = sql->statement("SELECT count(*) FROM sqlite_schema WHERE name LIKE '_older_%'");
    left.step();
    EXPECT_EQ(left.integer(0), 0);
}

}  // namespace
}  // namespace xiangji::syncd
