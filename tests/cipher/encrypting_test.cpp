// A home in the clear at its first opening by a program that can encrypt.
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/client/database_key.hpp"
#include "tests/cipher/home_files.hpp"
#include "tests/support/files_with.hpp"
#include "tests/support/process.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

struct Encrypting : testing::Test {
    Township town;
    std::unique_ptr<Phone> phone = town.phone("李明", "tutor");
    fs::path file = phone->home / "phone.db";
    Id sent = phone->add("activity", kLesson);
    Id waiting;

    void SetUp() override {
        phone->sync();
        phone->links.offline = true;
        waiting = phone->add(
            "activity",
            {{"title", "还没有送出的宣讲"}, {"type", "science_talk"}, {"org", "360982100"}});
        ASSERT_TRUE((*phone)->saveDraft("activity", R"({"title":"草稿"})"));
        leaveInTheClear(*phone);
    }
    void expectAllOfIt() const {
        EXPECT_TRUE((*phone)->me().joined);
        EXPECT_EQ(phone->text("activity", sent, "title"), "暑期防溺水宣讲");
        EXPECT_EQ(phone->text("activity", waiting, "title"), "还没有送出的宣讲");
        EXPECT_EQ((*phone)->status()->unsent, 1U);
        EXPECT_EQ((*phone)->draft("activity").valueOr({}).value_or(""), R"({"title":"草稿"})");
    }
    [[nodiscard]] FileForm form() {
        const auto key = phone->keys.load(std::string(kDatabaseKey)).valueOr({});
        const auto made = key ? FileKey::of(*key) : Result<FileKey>(Error{});
        return *formOf(file, made ? &*made : nullptr);
    }
    /// Whether tracing is possible here. Where tests must be complete its lack is a failure.
    static bool canTrace() {
        const bool possible = runProgram({"strace", "-o", "/dev/null", "true"}).exit == 0;
        const char* ci = std::getenv("CI");
        EXPECT_TRUE(possible || ci == nullptr || std::string_view(ci) != "true")
            << "tracing a program (strace) is not possible here: run the tests as root";
        return possible;
    }
};

}  // namespace

TEST_F(Encrypting, keepsAllOfItAndLeavesNothingToRead) {
    ASSERT_NE(filesWith(phone->home, "还没有送出的宣讲"), Names{});
    phone->restart();
    EXPECT_TRUE((*phone)->status()->encrypted);
    expectAllOfIt();
    EXPECT_EQ(filesWith(phone->home, "还没有送出的宣讲"), Names{});
    EXPECT_EQ(form(), FileForm::sealed);
    phone->links.offline = false;
    EXPECT_EQ(phone->sync().sent, 1U);
    phone->restart();
    EXPECT_EQ((*phone)->status()->unsent, 0U);
}

TEST_F(Encrypting, takesWhatOnlyTheLogHasToo) {
    {
        auto database = *PhoneDatabase::open(file, Catalogue::builtIn());
        database->know("beside", std::string("只在日志里"));
        const auto killed = bytesBelow(phone->home);
        database.reset();
        putBack(phone->home, killed);
    }
    ASSERT_TRUE(fs::exists(file.string() + "-wal"));
    phone->restart();
    expectAllOfIt();
    phone->client.reset();
    const auto key = phone->fileKey();
    ASSERT_TRUE(key);
    auto database = *PhoneDatabase::open(file, Catalogue::builtIn(), &*key);
    EXPECT_EQ(database->knownText("beside"), "只在日志里");
}

TEST_F(Encrypting, aKillAtAnyMomentLeavesAHomeThatOpensWithAllOfIt) {
    if (!canTrace()) {
        GTEST_SKIP() << "tracing a program (strace) needs root";
    }
    const auto clear = bytesBelow(phone->home);
    const auto self = fs::read_symlink("/proc/self/exe").string();
    int stillClear = 0;
    int already = 0;
    for (const std::string calls : {"?rename,?renameat,?renameat2", "?unlink,?unlinkat",
                                    "fsync,fdatasync", "ftruncate", "openat", "write,pwrite64"}) {
        for (int at = 1;; at += 1 + at / 4) {
            const auto ended =
                runProgram({"strace", "-f", "-qq", "-o", "/dev/null", "-e",
                            "inject=" + calls + ":signal=KILL:when=" + std::to_string(at), self,
                            "--open", phone->home.string()},
                           {}, {"ASAN_OPTIONS=detect_leaks=0"});  // It cannot look while traced.
            if (ended.exit == 0) {
                break;
            }
            ASSERT_EQ(ended.err, "");
            const auto left = form();
            ASSERT_NE(left, FileForm::other) << calls << ' ' << at;
            ASSERT_NE(left, FileForm::none) << calls << ' ' << at;
            ++(left == FileForm::clear ? stillClear : already);
            phone->restart();
            expectAllOfIt();
            ASSERT_TRUE((*phone)->status()->encrypted);
            ASSERT_FALSE(testing::Test::HasFailure()) << calls << ' ' << at;
            phone->client.reset();
            ASSERT_FALSE(fs::exists(file.string() + ".new"));
            putBack(phone->home, clear);
        }
        putBack(phone->home, clear);
    }
    RecordProperty("killed_in_the_clear", stillClear);
    RecordProperty("killed_encrypted", already);
    EXPECT_GT(stillClear, 20);
    EXPECT_GT(already, 2);
}

TEST_F(Encrypting, withoutRoomTheHomeOpensAsItIsAndIsEncryptedLater) {
    // Where the new file would lie stands a folder: it cannot be written, whoever runs this.
    fs::create_directories(file.string() + ".new/in the way");
    phone->restart();
    EXPECT_FALSE((*phone)->status()->encrypted);
    EXPECT_EQ((*phone)->status()->clearBecause, std::optional(Fault::failed)) << "and it is told";
    expectAllOfIt();
    phone->client.reset();
    fs::remove_all(file.string() + ".new");
    phone->restart();
    EXPECT_TRUE((*phone)->status()->encrypted);
    EXPECT_EQ((*phone)->status()->clearBecause, std::nullopt);
    expectAllOfIt();
}

TEST_F(Encrypting, aHomeThatLostItsKeysIsToldSoAndNotTouched) {
    ASSERT_TRUE(phone->keys.drop("device.key"));
    const auto opened =
        Client::open(phone->home, {phone->clock, phone->random, phone->keys, phone->links});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("no new key was made"), std::string::npos);
    EXPECT_EQ(form(), FileForm::clear);
    EXPECT_FALSE(phone->keys.load(std::string(kDatabaseKey)).valueOr({}));
}

}  // namespace xiangji::test
