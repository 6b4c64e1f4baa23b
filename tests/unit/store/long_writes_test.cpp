// The write-ahead log, and at a checkpoint the database, written in long pieces: nothing is in its
// file later than it was said to be.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/hash.hpp"
#include "core/store/connection.hpp"
#include "tests/support/township.hpp"

namespace {

std::mutex g_mutex;
std::vector<std::pair<off_t, off_t>> g_begun;  ///< from, to

}  // namespace

/// The system's own, and a note of what was begun.
extern "C" int sync_file_range(int file, off64_t from, off64_t size, unsigned flags) {
    {
        const std::scoped_lock lock(g_mutex);
        g_begun.emplace_back(from, from + size);
    }
    return static_cast<int>(syscall(SYS_sync_file_range, file, from, size, flags));
}

namespace xiangji {
namespace {

constexpr int kRows = 3'000;

/// While it lives no file of this process grows beyond so much.
class NoLargerFiles {
 public:
    explicit NoLargerFiles(rlim_t size) : heard_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{size, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~NoLargerFiles() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, heard_);
    }
    NoLargerFiles(const NoLargerFiles&) = delete;
    NoLargerFiles& operator=(const NoLargerFiles&) = delete;

 private:
    void (*heard_)(int);
    rlimit before_{};
};

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

TEST_F(LongWrites, whatACheckpointSaidIsInTheDatabaseAlone) {
    const auto sql = writer();
    for (int group = 0; group < 5; ++group) {
        SqlTransaction transaction(*sql);
        fill(*sql, group * kRows);
        sql->execute("UPDATE t SET n = n WHERE n % 7 = 0");  // pages far apart too
        transaction.commit();
        auto checkpoint = sql->statement("PRAGMA wal_checkpoint(PASSIVE)");
        ASSERT_TRUE(checkpoint.step());
        ASSERT_EQ(checkpoint.integer(1), checkpoint.integer(2));  // all of the log
        const auto copy = folder.path() / ("copy" + std::to_string(group) + ".db");
        std::filesystem::copy_file(file, copy);
        expectWhole(*open(copy, Connection::Mode::write), (group + 1) * kRows);
    }
}

TEST_F(LongWrites, everyStretchOfACheckpointIsBegunOnceThoughItSkipsPages) {
    const auto sql = writer();
    sql->execute("CREATE TABLE large (n INTEGER PRIMARY KEY, x BLOB); PRAGMA wal_autocheckpoint=0");
    {
        SqlTransaction transaction(*sql);
        for (int n = 0; n < kRows; ++n) {  // some 12 MB, a row a page
            auto query = sql->statement("INSERT INTO large (n, x) VALUES (?1, zeroblob(3000))");
            query.bind(1, n).run();
        }
        transaction.commit();
    }
    sql->execute("PRAGMA wal_checkpoint(PASSIVE)");
    sql->execute("UPDATE large SET x = randomblob(3000) WHERE n % 4 = 0");
    {
        const std::scoped_lock lock(g_mutex);
        g_begun.clear();
    }
    sql->execute("PRAGMA wal_checkpoint(PASSIVE)");
    const std::scoped_lock lock(g_mutex);
    std::ranges::sort(g_begun);
    off_t begunTo = 0;
    for (const auto& [from, to] : g_begun) {
        EXPECT_EQ(from, begunTo) << "a stretch was left out, or begun again";
        begunTo = to;
    }
    const auto size = static_cast<off_t>(std::filesystem::file_size(file));
    EXPECT_GT(begunTo, size - 2 * 1024 * 1024) << "of " << size << ": the last is left to the sync";
}

TEST_F(LongWrites, whoeverReadsDuringCheckpointsSeesWholeCommits) {
    const auto sql = writer();
    sql->execute("PRAGMA wal_autocheckpoint = 10; PRAGMA cache_size = 20");
    {
        SqlTransaction transaction(*sql);
        fill(*sql, 0);
        transaction.commit();
    }
    const auto reader = open(file, Connection::Mode::read);
    std::jthread reading([&](const std::stop_token& over) {
        const auto read = guarded([&] {
            do {
                const auto sum = numberIn(*reader, "SELECT sum(n) FROM t");
                EXPECT_EQ((sum - std::int64_t{kRows} * (kRows - 1) / 2) % kRows, 0) << sum;
            } while (!over.stop_requested());
        });
        EXPECT_TRUE(read);
    });
    for (int group = 0; group < 60; ++group) {
        SqlTransaction transaction(*sql);
        sql->execute("UPDATE t SET n = n + 1");
        transaction.commit();
    }
    reading.request_stop();
    reading.join();
    auto check = sql->statement("PRAGMA integrity_check");
    ASSERT_TRUE(check.step());
    EXPECT_EQ(check.text(0), "ok");
}

// With a reader of an older moment SQLite syncs nothing after it, and would not hear of a piece
// that is written too late.
TEST_F(LongWrites, aCheckpointThatCannotBeWrittenSaysSoAndTheLogKeepsAll) {
    const auto sql = writer();
    sql->execute("PRAGMA wal_autocheckpoint = 0");
    int rows = 0;
    const auto more = [&](int count) {
        SqlTransaction transaction(*sql);
        fill(*sql, rows, count);
        transaction.commit();
        rows += count;
    };
    more(kRows);
    sql->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    for (const bool isRead : {true, false}) {
        const auto reader = open(file, Connection::Mode::read);
        more(kRows / 10);  // the file grows in its last piece alone
        reader->execute("BEGIN");
        EXPECT_EQ(numberIn(*reader, "SELECT count(*) FROM t"), rows);
        if (isRead) {
            sql->execute("CREATE TABLE later (n INTEGER)");
        }
        const auto checkpoint = [&] {
            const NoLargerFiles limit(std::filesystem::file_size(file));
            return guarded([&] { sql->execute("PRAGMA wal_checkpoint(PASSIVE)"); });
        };
        EXPECT_FALSE(checkpoint()) << isRead;
        reader->execute("COMMIT");
        expectWhole(*reader, rows);
        sql->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        const auto copy = folder.path() / (isRead ? "read.db" : "alone.db");
        std::filesystem::copy_file(file, copy);
        expectWhole(*open(copy, Connection::Mode::write), rows);
    }
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
