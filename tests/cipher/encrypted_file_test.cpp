// The file itself: which SQLite this is, and what whoever reads the bytes finds of what was
// written.
#include "core/store/encrypted_file.hpp"

#include <gtest/gtest.h>
#include <link.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/random.hpp"
#include "core/store/database_copy.hpp"
#include "core/store/phone_database.hpp"
#include "tests/cipher/canaries.hpp"
#include "tests/support/files_with.hpp"
#include "tests/support/scratch_folder.hpp"

extern "C" const char* sqlite3_libversion();

namespace xiangji::test {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

struct EncryptedFile : testing::Test {
    ScratchFolder folder;
    SystemRandom random;
    FileKey key = *FileKey::of(random.bytes(FileKey::kBytes));
    fs::path file = folder.path() / "phone.db";

    [[nodiscard]] Names hits() const { return filesWith(folder.path(), kCanary); }
    [[nodiscard]] std::unique_ptr<PhoneDatabase> open(const FileKey* by) const {
        return *PhoneDatabase::open(file, Catalogue::builtIn(), by);
    }
    /// All that a file goes through, with `look` after each step.
    template <typename Look>
    void live(const FileKey* by, Look look) {
        auto database = open(by);
        auto& sql = database->connection();
        EXPECT_EQ(fillEveryTable(sql), tablesOf(sql));
        look("in the log");
        sql.execute("PRAGMA wal_checkpoint(FULL)");
        look("in the file");
        copyDatabase(sql, folder.path() / "copy.db");
        look("copied");
        sql.execute("VACUUM");
        look("written anew");
        sql.execute("PRAGMA journal_mode=DELETE");
        // Pages leave memory before the transaction ends, and what was there goes to the journal.
        sql.execute("PRAGMA cache_size=5");
        {
            SqlTransaction transaction(sql);
            sql.execute("UPDATE _draft SET json = json || hex(randomblob(100000)) || json");
            EXPECT_TRUE(fs::exists(file.string() + "-journal"));
            look("in the journal");
            sql.execute("CREATE TEMP TABLE sorted AS SELECT * FROM _draft ORDER BY json");
            look("set aside");
        }
        sql.execute("PRAGMA journal_mode=WAL");
        database.reset();
        look("closed");
    }
};

}  // namespace

TEST(Sqlite, isTheOneThatEncryptsAndTheOnlyOneInTheProgram) {
    EXPECT_STREQ(sqlite3_libversion(), XIANGJI_SQLITE_VERSION);
    auto sql = *Connection::open("", Connection::Mode::write);
    auto query = sql->statement("SELECT sqlite_version()");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), XIANGJI_SQLITE_VERSION);
    Names others;
    dl_iterate_phdr(
        [](dl_phdr_info* loaded, std::size_t, void* found) {
            const std::string name(loaded->dlpi_name);
            if (name.find("sqlite") != std::string::npos) {
                static_cast<Names*>(found)->push_back(name);
            }
            return 0;
        },
        &others);
    EXPECT_EQ(others, Names{});
    EXPECT_TRUE(canEncryptFiles());
}

TEST_F(EncryptedFile, leavesNothingOfAnyColumnOfAnyTableInAnyFileOfIt) {
    live(&key, [&](const char* step) { EXPECT_EQ(hits(), Names{}) << step; });
    EXPECT_EQ(*formOf(folder.path() / "copy.db", &key), FileForm::sealed);
    EXPECT_TRUE(checkDatabase(folder.path() / "copy.db", &key));
    EXPECT_TRUE(checkDatabase(file, &key));
}

TEST_F(EncryptedFile, theSearchFindsEachStepOfAFileInTheClear) {
    live(nullptr, [&](const char* step) { EXPECT_NE(hits(), Names{}) << step; });
}

TEST_F(EncryptedFile, opensForItsKeyAlone) {
    (void)fillEveryTable(open(&key)->connection());
    const FileKey other = *FileKey::of(random.bytes(FileKey::kBytes));
    EXPECT_EQ(*formOf(file, &key), FileForm::sealed);
    EXPECT_EQ(*formOf(file, &other), FileForm::other);
    EXPECT_EQ(*formOf(file, nullptr), FileForm::other);
    for (const auto* wrong : {&other, static_cast<const FileKey*>(nullptr)}) {
        const auto opened = Connection::open(file, Connection::Mode::read, wrong);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().fault, Fault::damaged);
    }
    EXPECT_TRUE(checkDatabase(file, &key));
}

TEST_F(EncryptedFile, aFileInTheClearIsEncryptedWithAllThatIsInIt) {
    const auto countsOf = [](Connection& connection, const std::set<std::string>& tables) {
        std::map<std::string, std::int64_t> counts;
        for (const auto& table : tables) {
            auto query = connection.statement("SELECT count(*) FROM \"" + table + '"');
            EXPECT_TRUE(query.step());
            counts[table] = query.integer(0);
        }
        return counts;
    };
    std::map<std::string, std::int64_t> before;
    std::set<std::string> filled;
    {
        auto database = open(nullptr);
        filled = fillEveryTable(database->connection());
        before = countsOf(database->connection(), filled);
    }
    EXPECT_TRUE(std::ranges::all_of(before, [](const auto& table) { return table.second > 0; }));
    ASSERT_EQ(*formOf(file, &key), FileForm::clear);
    ASSERT_NE(hits(), Names{});
    const auto done = encryptFile(file, key);
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(*formOf(file, &key), FileForm::sealed);
    EXPECT_EQ(hits(), Names{});
    EXPECT_FALSE(fs::exists(file.string() + ".new"));
    EXPECT_EQ(countsOf(open(&key)->connection(), filled), before);
}

TEST_F(EncryptedFile, oneThatIsInUseStaysAsItIs) {
    auto database = open(nullptr);
    const auto reader = *Connection::open(file, Connection::Mode::read);
    auto reading = reader->statement("SELECT count(*) FROM _outbox");
    ASSERT_TRUE(reading.step());
    EXPECT_EQ(encryptFile(file, key).error().fault, Fault::busy);
    EXPECT_EQ(*formOf(file, &key), FileForm::clear);
    EXPECT_FALSE(fs::exists(file.string() + ".new"));
}

}  // namespace xiangji::test
