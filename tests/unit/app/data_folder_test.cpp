#include "syncd/app/data_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "core/base/random.hpp"
#include "tests/support/township.hpp"

namespace xiangji::syncd {
namespace {

namespace fs = std::filesystem;

class Folder : public ::testing::Test {
 protected:
    static TownshipKeys newKeys() {
        SystemRandom random;
        return {SigningKey::make(random), *TlsIdentity::make()};
    }
    static void put(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
    /// What `init` does, with any bytes for a database.
    void furnish() const {
        auto folder = DataFolder::prepare(path_);
        ASSERT_TRUE(folder) << folder.error().detail;
        ASSERT_TRUE(folder->keepKeys(newKeys()));
        put(folder->database(), "a database");
        ASSERT_TRUE(folder->finish());
    }
    static mode_t modeOf(const fs::path& path) {
        struct stat found{};
        EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
        return found.st_mode & 0777U;
    }

    test::ScratchFolder scratch_;
    fs::path path_ = scratch_.path() / "township";
};

TEST_F(Folder, keepsTheKeysForItsUserAlone) {
    const auto keys = newKeys();
    {
        auto folder = DataFolder::prepare(path_);
        ASSERT_TRUE(folder) << folder.error().detail;
        ASSERT_TRUE(folder->keepKeys(keys));
        put(folder->database(), "a database");
        ASSERT_TRUE(folder->finish());
    }
    EXPECT_EQ(modeOf(path_), 0700U);
    EXPECT_EQ(modeOf(path_ / "keys"), 0700U);
    for (const auto* name : {"server.key", "tls.key", "tls.crt"}) {
        EXPECT_EQ(modeOf(path_ / "keys" / name), 0600U) << name;
    }
    const auto folder = DataFolder::open(path_);
    ASSERT_TRUE(folder) << folder.error().detail;
    const auto read = folder->keys();
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->server.publicKey(), keys.server.publicKey());
    EXPECT_EQ(read->tls.pin(), keys.tls.pin());
}

TEST_F(Folder, keysThatOthersCanReadAreNotUsed) {
    furnish();
    fs::permissions(path_ / "keys" / "tls.key", fs::perms::group_read, fs::perm_options::add);
    const auto folder = DataFolder::open(path_);
    ASSERT_TRUE(folder);
    const auto keys = folder->keys();
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().fault, Fault::refused);
    EXPECT_NE(keys.error().detail.find("chmod 600"), std::string::npos) << keys.error().detail;
}

TEST_F(Folder, isHeldByOneAtATime) {
    furnish();
    const auto first = DataFolder::open(path_);
    ASSERT_TRUE(first);
    const auto second = DataFolder::open(path_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::busy);
}

TEST_F(Folder, isNotMadeWhereSomethingElseLies) {
    fs::create_directory(path_);
    put(path_ / "thesis.doc", "years of work");
    const auto folder = DataFolder::prepare(path_);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().fault, Fault::refused);
    EXPECT_EQ(std::distance(fs::directory_iterator(path_), {}), 1);
}

TEST_F(Folder, isNotMadeTwice) {
    furnish();
    EXPECT_EQ(DataFolder::prepare(path_).error().fault, Fault::refused);
    EXPECT_TRUE(DataFolder::open(path_));
}

TEST_F(Folder, isGoneAgainWhenMakingItFailed) {
    auto folder = DataFolder::prepare(path_);
    ASSERT_TRUE(folder) << folder.error().detail;
    ASSERT_TRUE(folder->keepKeys(newKeys()));
    folder->abandon();
    EXPECT_FALSE(fs::exists(path_));
}

TEST_F(Folder, anEmptyOneThatWasThereIsEmptyAgainWhenMakingItFailed) {
    fs::create_directory(path_);
    auto folder = DataFolder::prepare(path_);
    ASSERT_TRUE(folder) << folder.error().detail;
    ASSERT_TRUE(folder->keepKeys(newKeys()));
    folder->abandon();
    EXPECT_TRUE(fs::is_empty(path_));
}

TEST_F(Folder, whatAKilledInitLeftIsNotUsedButMadeAnew) {
    {
        auto folder = DataFolder::prepare(path_);
        ASSERT_TRUE(folder) << folder.error().detail;
        ASSERT_TRUE(folder->keepKeys(newKeys()));
        put(folder->database(), "half a database");
    }
    const auto opened = DataFolder::open(path_);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("init"), std::string::npos) << opened.error().detail;
    furnish();
    EXPECT_TRUE(DataFolder::open(path_));
}

TEST_F(Folder, remembersTheLastAddress) {
    furnish();
    const auto folder = DataFolder::open(path_);
    ASSERT_TRUE(folder);
    EXPECT_FALSE(folder->address().valueOr(HostPort{"somewhere", 1}));
    ASSERT_TRUE(folder->keepAddress({"sync.example.cn", 7443}));
    EXPECT_EQ((*folder->address())->text(), "sync.example.cn:7443");
}

TEST_F(Folder, anExchangeBringsTheArchiveAlongWhereverItFell) {
    const auto textOf = [](const fs::path& file) {
        std::ifstream in(file);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    };
    furnish();
    put(path_ / "exchanging", "aside-test\n");
    fs::create_directory(path_ / "aside-test");
    const auto putIn = [](const fs::path& folder, const std::string& text) {
        fs::create_directory(folder);
        put(folder / "segment", text);
    };
    // Before anything was moved.
    putIn(path_ / "central.db-archive", "old");
    put(path_ / "central.db.new", "new");
    putIn(path_ / "central.db.new-archive", "new");
    ASSERT_TRUE(DataFolder::open(path_));
    EXPECT_EQ(textOf(path_ / "central.db"), "new");
    EXPECT_EQ(textOf(path_ / "central.db-archive" / "segment"), "new");
    EXPECT_EQ(textOf(path_ / "aside-test" / "central.db-archive" / "segment"), "old");
    // After the database, before its archive.
    fs::rename(path_ / "central.db-archive", path_ / "central.db.new-archive");
    put(path_ / "exchanging", "aside-test\n");
    ASSERT_TRUE(DataFolder::open(path_));
    EXPECT_EQ(textOf(path_ / "central.db"), "new");
    EXPECT_EQ(textOf(path_ / "central.db-archive" / "segment"), "new");
    EXPECT_FALSE(fs::exists(path_ / "exchanging"));
}

TEST_F(Folder, saysWhatIsMissing) {
    EXPECT_EQ(DataFolder::open(path_).error().fault, Fault::notFound);
    furnish();
    fs::remove(path_ / "central.db");
    EXPECT_EQ(DataFolder::open(path_).error().fault, Fault::damaged);
}

}  // namespace
}  // namespace xiangji::syncd
