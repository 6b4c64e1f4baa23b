// The log across the seam: lines in the database, lines in segments, one door.
#include "syncd/central/sqlite/log_history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/unit/central/book.hpp"

namespace xiangji::syncd::test {
namespace {

namespace fs = std::filesystem;

struct Archived : ::testing::Test {
    static constexpr int kRows = 5;
    static constexpr int kRounds = 4;
    Book book;

    void SetUp() override {
        for (int round = 0; round < kRounds; ++round) {
            for (int i = 0; i < kRows; ++i) {
                book.put("activity", row(i),
                         Book::activity("第" + std::to_string(round) + "稿", kUnitA));
            }
        }
    }
    static Id row(int i) { return Id::ofHash("row " + std::to_string(i)); }
    Segment archive(Lsn last) {
        auto write = must(book.central->begin());
        const auto segment =
            must(write->archive()->write(last, [](const Segment&) { return Bytes("signed"); }));
        must(write->archive()->handOver(segment));
        must(write->commit());
        return segment;
    }
    fs::path folder() { return book.folder.path() / "central.db-archive"; }
    std::vector<std::string> files() {
        std::vector<std::string> names;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(folder(), ignored)) {
            names.push_back(entry.path().filename().string());
        }
        std::ranges::sort(names);
        return names;
    }
    /// All that can be read of the log, as text.
    std::string told() {
        std::string text;
        const auto tell = [&](const LogLine& line) {
            text += std::to_string(line.lsn) + ' ' + line.row.text() + ' ' + toHex(line.hash) +
                    ' ' + std::to_string(line.before) + ' ' + line.change + '\n';
            return true;
        };
        for (int i = 0; i < kRows; ++i) {
            for (const auto& line :
                 must(book.central->history(typeOf("activity").number, row(i)))) {
                tell(line);
            }
        }
        const auto snapshot = must(book.central->snapshot());
        must(snapshot->lines(tell));
        must(snapshot->linesByRow(tell));
        for (Lsn lsn = 0; lsn <= kRows * kRounds + 1; ++lsn) {
            text += toHex(must(book.central->hashAt(lsn)).value_or("none")) + '\n';
            if (const auto line = must(snapshot->line(lsn))) {
                tell(*line);
            }
        }
        text += std::to_string(must(snapshot->rowsWithoutLine(typeOf("activity"))).size());
        return text + std::to_string(must(book.central->headNow()).lsn);
    }
};

TEST_F(Archived, readsAsBeforeHoweverItIsCut) {
    const auto before = told();
    for (const Lsn last : {Lsn{1}, Lsn{8}, Lsn{9}, Lsn{19}}) {
        archive(last);
        EXPECT_EQ(told(), before) << "to " << last;
    }
    book.open();
    EXPECT_EQ(told(), before);
    EXPECT_EQ(files().size(), 4U);
    book.put("activity", row(0), Book::activity("后来", kUnitA));
    EXPECT_EQ(must(book.central->history(typeOf("activity").number, row(0))).size(), 5U);
}

TEST_F(Archived, theNewestLineNeverMoves) {
    auto write = must(book.central->begin());
    EXPECT_FALSE(write->archive()->write(kRows * kRounds, [](const Segment&) { return Bytes(); }));
    EXPECT_FALSE(write->archive()->write(0, [](const Segment&) { return Bytes(); }));
    EXPECT_FALSE(write->archive()->write(1'000, [](const Segment&) { return Bytes(); }));
}

TEST_F(Archived, anOrderGivenUpLeavesAllAsItWas) {
    const auto before = told();
    {
        auto write = must(book.central->begin());
        const auto segment =
            must(write->archive()->write(7, [](const Segment&) { return Bytes("signed"); }));
        must(write->archive()->handOver(segment));
        EXPECT_EQ(files().size(), 1U);
    }
    EXPECT_TRUE(files().empty());
    EXPECT_EQ(told(), before);
}

TEST_F(Archived, whatAFallLeftBehindIsSweptAtTheNextStart) {
    const auto before = told();
    archive(4);
    const auto own = files();
    // As a fall leaves them: a whole file that nothing names, one half written, its journal.
    fs::copy_file(folder() / own.front(), folder() / "0000000001-0000000004-0badcafe.segment");
    std::ofstream(folder() / "0000000005-0000000009-0badcafe.segment") << "half of a page";
    std::ofstream(folder() / "0000000005-0000000009-0badcafe.segment-journal") << "journal";
    book.open();
    EXPECT_EQ(files(), own);
    EXPECT_EQ(told(), before);
}

TEST_F(Archived, whatBelongsToALaterLifeIsNotSwept) {
    const auto copy = book.folder.path() / "older" / "central.db";
    fs::create_directory(copy.parent_path());
    must(book.central->copyTo(copy));
    book.put("activity", row(0), Book::activity("后来", kUnitA));
    book.put("activity", row(1), Book::activity("后来", kUnitA));
    archive(kRows * kRounds + 1);
    const auto own = files();
    // An operator's mistake: the older database put back by hand.
    book.central.reset();
    fs::remove(book.folder.path() / "central.db-wal");
    fs::copy_file(copy, book.folder.path() / "central.db", fs::copy_options::overwrite_existing);
    book.open();
    EXPECT_EQ(files(), own) << "it has a line that this database lacks";
}

TEST_F(Archived, aSegmentThatIsAwayIsAnErrorAndNeverAnEmptyAnswer) {
    archive(8);
    const auto segment = archive(16);
    fs::rename(folder() / segment.file, book.folder.path() / "elsewhere");
    const auto history = book.central->history(typeOf("activity").number, row(0));
    ASSERT_FALSE(history);
    EXPECT_EQ(history.error().fault, Fault::notFound);
    EXPECT_NE(history.error().detail.find(segment.file), std::string::npos);
    EXPECT_FALSE(book.central->hashAt(12));
    EXPECT_EQ(must(book.central->hashAt(16)), segment.hash) << "its end is in the database";
    auto write = must(book.central->begin());
    EXPECT_FALSE(write->origin(12));
    write.reset();
    fs::rename(book.folder.path() / "elsewhere", folder() / segment.file);
    EXPECT_EQ(must(book.central->history(typeOf("activity").number, row(0))).size(), 4U);
}

TEST_F(Archived, anotherSegmentsFileIsNotTakenForIt) {
    const auto one = archive(8);
    const auto two = archive(16);
    fs::copy_file(folder() / one.file, folder() / two.file, fs::copy_options::overwrite_existing);
    const auto line = must(book.central->snapshot())->line(12);
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().fault, Fault::damaged);
}

TEST_F(Archived, aCopyHasItsSegmentsForNothingWhereTheDiskIsTheSame) {
    archive(8);
    const auto segment = archive(16);
    const auto copy = book.folder.path() / "backup" / "central.db";
    fs::create_directory(copy.parent_path());
    must(book.central->copyTo(copy));
    const auto copied = copy.parent_path() / "central.db-archive" / segment.file;
    EXPECT_TRUE(fs::equivalent(copied, folder() / segment.file)) << "a hard link";
    // One that is away here is taken from the copy beside.
    fs::remove(folder() / segment.file);
    const auto second = book.folder.path() / "backup2" / "central.db";
    fs::create_directory(second.parent_path());
    must(book.central->copyTo(second));
    EXPECT_TRUE(fs::equivalent(second.parent_path() / "central.db-archive" / segment.file, copied));
    fs::remove_all(copy.parent_path());
    fs::remove(second.parent_path() / "central.db-archive" / segment.file);
    const auto third = book.folder.path() / "backup3" / "central.db";
    fs::create_directory(third.parent_path());
    const auto failed = book.central->copyTo(third);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().detail.find(segment.file), std::string::npos);
    EXPECT_TRUE(fs::is_empty(third.parent_path())) << "what it had begun is gone";
}

/// All pages of a scope from a cursor on, as text.
std::string feedTold(const Book& book, const std::vector<Id>& units, Lsn after, std::size_t most) {
    std::string text;
    for (;;) {
        const auto page = book.feed(units, after, most);
        for (const auto& row : page.rows) {
            text += std::to_string(row.lsn) + ' ' + row.id.text() + (row.left ? " left\n" : "\n");
        }
        if (!page.more) {
            return text + std::to_string(page.next);
        }
        after = page.next;
    }
}

TEST(ArchivedFeed, aScopeOfManyUnitsIsPulledAlongTheLogAndWhereThatHasMovedToo) {
    Book book;
    constexpr int kUnits = 70;
    constexpr int kLines = 400;
    std::vector<Id> units;
    for (int i = 0; i < kUnits; ++i) {
        units.push_back(Id::ofHash("unit " + std::to_string(i)));
        book.put("unit", units.back(), Book::unit("所", {}));
    }
    auto write = must(book.central->begin());
    for (int line = 0; line < kLines; ++line) {
        // Rows are edited again, and move.
        book.put(*write, "activity", Id::ofHash("row " + std::to_string(line * 7 % 150)),
                 Book::activity("稿", units[static_cast<std::size_t>(line * 13 % kUnits)]));
    }
    must(write->commit());
    write.reset();
    units.pop_back();
    const auto told = [&] {
        std::vector<std::string> all;
        for (const Lsn after : {Lsn{0}, Lsn{69}, Lsn{123}, Lsn{300}, Lsn{469}}) {
            for (const std::size_t most : {1U, 7U, 1'000U}) {
                all.push_back(feedTold(book, units, after, most));
            }
        }
        return all;
    };
    const auto before = told();
    for (const Lsn last : {Lsn{100}, Lsn{101}, Lsn{350}, Lsn{469}}) {
        write = must(book.central->begin());
        const auto segment =
            must(write->archive()->write(last, [](const Segment&) { return Bytes("signed"); }));
        must(write->archive()->handOver(segment));
        must(write->commit());
        write.reset();
        EXPECT_EQ(told(), before) << "to " << last;
    }
    EXPECT_GT(std::ranges::count(before.front(), '\n'), kUnits) << before.front();
}

TEST_F(Archived, aFileOfTheSchemaBeforeIsBroughtToThisOne) {
    const auto before = told();
    book.central.reset();
    {
        const auto sql =
            must(Connection::open(book.folder.path() / "central.db", Connection::Mode::write));
        sql->execute("DROP TABLE _segment; DROP TABLE _rewritten");
        sql->execute(kFeedOfTheSecondSchema);
    }
    book.open();
    EXPECT_EQ(told(), before);
    archive(10);
    EXPECT_EQ(told(), before);
}

}  // namespace
}  // namespace xiangji::syncd::test
