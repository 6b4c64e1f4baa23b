// The write-ahead log written in long pieces: nothing is in the file later than it was said to be.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/hash.hpp"
#include "core/store/connection.hpp"
#include "tests/support/township.hpp"

namespace xiangji {
namespace {

constexpr int kRows = 3'000;

struct LongWrites : ::testing::Test {
    test::ScratchFolder folder;
    std::filesystem::path file = folder.path() / "much.db";

    std::unique_ptr<Connection> open(const std::filesystem::path& which, Connection::Mode mode) {
        auto opened = Connection::open(which, mode);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().detail);
        return *std::move(opened);
    }
    std::unique_ptr<Connection> writer() {
        auto sql = open(file, Connection::Mode::writeMuch);
        sql->execute("CREATE TABLE IF NOT EXISTS t (id BLOB PRIMARY KEY, n INTEGER) WITHOUT ROWID");
        return sql;
    }
    static void fill(Connection& sql, int from, int rows = kRows) {
        for (int n = from; n < from + rows; ++n) {
            auto query = sql.statement("INSERT INTO t (id, n) VALUES (?1, ?2)");
            query.bindBlob(1, hashOf(std::to_string(n))).bind(2, n).run();
        }
    }
    static std::int64_t numberIn(Connection& sql, const std::string& question) {
        auto query = sql.statement(question);
        return query.step() ? query.integer(0) : -1;
    }
    static void expectWhole(Connection& sql, int rows) {
        EXPECT_EQ(numberIn(sql, "SELECT count(*) FROM t"), rows);
        EXPECT_EQ(numberIn(sql, "SELECT sum(n) FROM t"), std::int64_t{rows} * (rows - 1) / 2);
        auto check = sql.statement("PRAGMA integrity_check");
        ASSERT_TRUE(check.step());
        EXPECT_EQ(check.text(0), "ok");
    }
};

TEST_F(LongWrites, whatACommitSaidIsInTheFilesAtThatMoment) {
    const auto sql = writer();
    for (int group = 0; group < 5; ++group) {
        SqlTransaction transaction(*sql);
        fill(*sql, group * kRows);
        transaction.commit();
        // As they would be found after the power went.
        const auto copy = folder.path() / ("copy" + std::to_string(group) + ".db");
        std::filesystem::copy_file(file, copy);
        std::filesystem::copy_file(file.string() + "-wal", copy.string() + "-wal");
        expectWhole(*open(copy, Connection::Mode::write), (group + 1) * kRows);
    }
}

TEST_F(LongWrites, aReaderSeesEveryCommitAndNothingElse) {
    const auto sql = writer();
    const auto reader = open(file, Connection::Mode::read);
    for (int group = 0; group < 3; ++group) {
        SqlTransaction transaction(*sql);
        fill(*sql, group * kRows);
        expectWhole(*reader, group * kRows);
        transaction.commit();
        expectWhole(*reader, (group + 1) * kRows);
    }
}

TEST_F(LongWrites, aTransactionLargerThanMemoryReadsWhatItWrote) {
    const auto sql = writer();
    sql->execute("PRAGMA cache_size = 20; PRAGMA wal_autocheckpoint = 50");
    for (int group = 0; group < 3; ++group) {
        SqlTransaction transaction(*sql);
        fill(*sql, group * kRows);
        expectWhole(*sql, (group + 1) * kRows);
        transaction.commit();
    }
    {
        const SqlTransaction takenBack(*sql);
        sql->execute("UPDATE t SET n = n + 1");
        EXPECT_NE(numberIn(*sql, "SELECT min(n) FROM t"), 0);
    }
    expectWhole(*sql, 3 * kRows);
    sql->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_EQ(std::filesystem::file_size(file.string() + "-wal"), 0U);
    expectWhole(*sql, 3 * kRows);
}

TEST_F(LongWrites, aFileIsTheSameForWhoeverOpensItNext) {
    {
        const auto sql = writer();
        SqlTransaction transaction(*sql);
        fill(*sql, 0);
        transaction.commit();
    }
    EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal"));
    expectWhole(*open(file, Connection::Mode::write), kRows);
    const auto again = writer();
    fill(*again, kRows, 10);
    expectWhole(*again, kRows + 10);
}

}  // namespace
}  // namespace xiangji
