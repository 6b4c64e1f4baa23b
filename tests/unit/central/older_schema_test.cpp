#include "syncd/central/sqlite/older_schema.hpp"

#include <gtest/gtest.h>

#include "core/store/connection.hpp"
#include "syncd/central/sqlite/database_facts.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "tests/support/levels.hpp"
#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kUnitA;
using test::kUnitB;
using test::must;
using test::typeOf;

/// A file as the first schema had it.
void makeFirst(const std::filesystem::path& file) {
    const auto sql = must(Connection::open(file, Connection::Mode::write));
    sql->execute(
        "DROP TABLE _feed; DROP TABLE _swept; "
        "CREATE TABLE _feed (lsn INTEGER PRIMARY KEY, type INTEGER NOT NULL, row BLOB NOT NULL, "
        "unit BLOB NOT NULL) STRICT; INSERT INTO _feed SELECT _lsn, " +
        std::to_string(typeOf("activity").number) +
        ", id, home_org FROM activity; "
        "CREATE INDEX feed_unit ON _feed (unit, lsn); "
        "ALTER TABLE _log DROP COLUMN before_lsn; "
        "CREATE INDEX log_row ON _log (type, row, lsn); "
        "ALTER TABLE activity ADD COLUMN later TEXT; UPDATE activity SET later = '以后'; "
        "PRAGMA user_version = 1");
}

TEST(OlderSchema, aFeedOfOnePlaceALineIsPacked) {
    Book book;
    constexpr int kRows = 100;
    const auto row = [](int number) { return Id::ofHash(std::to_string(number)); };
    for (int i = 0; i < kRows; ++i) {
        book.put("activity", row(i), Book::activity("稿", i % 2 == 0 ? kUnitA : kUnitB));
    }
    book.put("activity", row(0), Book::activity("第二稿", kUnitA));
    const auto before = book.feed({kUnitA, kUnitB}, 7);
    book.central.reset();
    must(Connection::open(book.folder.path() / "central.db", Connection::Mode::write))
        ->execute(test::kFeedOfTheSecondSchema);
    book.open();
    const auto after = book.feed({kUnitA, kUnitB}, 7);
    ASSERT_EQ(after.rows.size(), before.rows.size());
    for (std::size_t i = 0; i < after.rows.size(); ++i) {
        EXPECT_EQ(after.rows[i].id, before.rows[i].id);
        EXPECT_EQ(after.rows[i].lsn, before.rows[i].lsn);
    }
    const auto sql =
        must(Connection::open(book.folder.path() / "central.db", Connection::Mode::read));
    auto query = sql->statement("SELECT count(*), sum(count) FROM _feed");
    query.step();
    EXPECT_EQ(query.integer(0), 4);
    EXPECT_EQ(query.integer(1), kRows + 1);
}

TEST(OlderSchema, aFileOfTheFirstSchemaIsBroughtToThisOne) {
    Book book;
    const Id one = Id::ofHash("1");
    book.put("activity", one, Book::activity("第一稿", kUnitA));
    book.put("activity", Id::ofHash("2"), Book::activity("别的", kUnitA));
    book.central.reset();
    const auto file = book.folder.path() / "central.db";
    makeFirst(file);
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

TEST(OlderSchema, aFileThatDoesNotSayItsLevelSaysItFromNowOn) {
    Book book;
    book.put("activity", Id::ofHash("1"), Book::activity("第一稿", kUnitA));
    book.central.reset();
    const auto file = book.folder.path() / "central.db";
    must(Connection::open(file, Connection::Mode::write))
        ->execute("DROP TABLE _written; PRAGMA user_version = 3");
    book.open();
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 1u);
    book.central.reset();
    const auto sql = must(Connection::open(file, Connection::Mode::read));
    auto version = sql->statement("PRAGMA user_version");
    version.step();
    EXPECT_EQ(version.integer(0), 4) << "a syncd of before refuses it";
    auto level = sql->statement("SELECT level FROM _written");
    ASSERT_TRUE(level.step());
    EXPECT_EQ(level.integer(0), std::int64_t{Catalogue::builtIn().level()});
}

TEST(OlderSchema, aFileWithRecordsOfALaterLevelIsNotTouched) {
    const xiangji::test::ScratchFolder folder;
    const auto file = folder.path() / "central.db";
    const auto open = [&](int steps) {
        return openSqliteCentral(file, xiangji::test::catalogueLater(steps));
    };
    ASSERT_TRUE(open(-1));
    ASSERT_TRUE(open(0)) << "an update";
    const auto opened = open(-1);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::unsupported);
    EXPECT_NE(opened.error().detail.find("newer syncd"), std::string::npos);
    EXPECT_TRUE(open(0)) << "by the program that knows it";
    ASSERT_TRUE(open(1));
    const auto facts = factsOf(file, Id::ofHash("centre"));
    ASSERT_FALSE(facts);
    EXPECT_EQ(facts.error().fault, Fault::unsupported) << "nor is it restored";
}

}  // namespace
}  // namespace xiangji::syncd
