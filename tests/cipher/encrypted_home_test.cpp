// A phone's home whose database is encrypted as a whole: what a finder reads, what becomes of one
// without its key.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/client/database_key.hpp"
#include "core/client/locked_keys.hpp"
#include "tests/cipher/home_files.hpp"
#include "tests/support/files_with.hpp"
#include "tests/support/process.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

struct EncryptedHome : testing::Test {
    Township town;
    std::unique_ptr<Phone> phone = town.phone("李明", "tutor");
    fs::path file = phone->home / "phone.db";

    [[nodiscard]] ClientSeats seats() const {
        return {phone->clock, phone->random, phone->keys, phone->links};
    }
    /// Opening fails like this and changes no byte of the home.
    void expectShut(Fault fault, const std::string& words) const {
        const auto before = bytesBelow(phone->home);
        const auto opened = Client::open(phone->home, seats());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().fault, fault) << opened.error().detail;
        EXPECT_NE(opened.error().detail.find(words), std::string::npos) << opened.error().detail;
        const auto rescued = rescueBundleFile(phone->home, seats(), town.folder.path() / "out.xjb");
        ASSERT_FALSE(rescued);
        EXPECT_EQ(rescued.error().fault, fault) << rescued.error().detail;
        EXPECT_EQ(bytesBelow(phone->home), before);
    }
};

}  // namespace

TEST_F(EncryptedHome, showsAFinderNothingOfWhatWasWritten) {
    phone->links.offline = true;
    phone->add("activity", kLesson);
    ASSERT_TRUE((*phone)->saveDraft("activity", R"({"title":"草稿里的防溺水"})"));
    EXPECT_EQ(filesWith(phone->home, "防溺水"), Names{}) << "while the app is open";
    phone->links.offline = false;
    phone->sync();
    EXPECT_TRUE((*phone)->status()->encrypted);
    phone->client.reset();
    EXPECT_EQ(filesWith(phone->home, "防溺水"), Names{});
    EXPECT_EQ(filesWith(phone->home, "樟树"), Names{}) << "nor the units";
    EXPECT_NE(filesWith(town.folder.path(), "防溺水"), Names{}) << "the search finds the centre's";
    phone->restart();
    EXPECT_EQ((*phone)->count(activity(), {}).valueOr(0), 1U);
}

TEST_F(EncryptedHome, withoutItsKeyStaysShutAndAsItIs) {
    phone->add("activity", kLesson);
    leaveAsKilled(*phone);
    const auto key = *phone->keys.load(std::string(kDatabaseKey));
    ASSERT_TRUE(phone->keys.drop(std::string(kDatabaseKey)));
    expectShut(Fault::notFound, "no new key was made");
    ASSERT_TRUE(phone->keys.save(std::string(kDatabaseKey), "too short"));
    expectShut(Fault::damaged, "database.key");
    ASSERT_TRUE(phone->keys.save(std::string(kDatabaseKey), *key));
    phone->restart();
    EXPECT_EQ((*phone)->status()->unsent, 1U);
}

TEST_F(EncryptedHome, underAnotherKeyStaysShutAndAsItIs) {
    phone->add("activity", kLesson);
    leaveAsKilled(*phone);
    const auto key = *phone->keys.load(std::string(kDatabaseKey));
    ASSERT_TRUE(phone->keys.save(std::string(kDatabaseKey), town.random.bytes(FileKey::kBytes)));
    expectShut(Fault::untrusted, "does not go with the key");
    ASSERT_TRUE(phone->keys.save(std::string(kDatabaseKey), *key));
    phone->restart();
    EXPECT_EQ((*phone)->status()->unsent, 1U);
}

TEST_F(EncryptedHome, isNotOpenedByAProgramThatCannotDecryptAndNotHarmedByIt) {
    if (canTheCommand()) {
        GTEST_SKIP() << "the command line is linked with the same SQLite";
    }
    phone->add("activity", kLesson);
    leaveAsKilled(*phone);
    const auto before = bytesBelow(phone->home);
    for (const Names& words : {Names{"status"}, Names{"list", "activity"}, Names{"sync"},
                               Names{"bundle", "write", (phone->home / "out.xjb").string()}}) {
        Names command{XIANGJI_BIN, "--home", phone->home.string()};
        command.insert(command.end(), words.begin(), words.end());
        const auto ended = runProgram(command);
        EXPECT_EQ(ended.exit, 1) << ended.out << ended.err;
        EXPECT_EQ(ended.out, "");
        EXPECT_NE(ended.err.find("cannot read encrypted databases"), std::string::npos)
            << ended.err;
        EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
    }
    EXPECT_EQ(bytesBelow(phone->home), before);
    phone->restart();
    EXPECT_EQ((*phone)->status()->unsent, 1U);
}

TEST_F(EncryptedHome, behindAPassphraseItsKeyIsToo) {
    phone->add("activity", kLesson);
    phone->client.reset();
    LockedKeys locked(phone->keys, phone->random);
    ASSERT_TRUE(locked.lock("1234", homeSecrets()));
    const auto kept = *phone->keys.load(std::string(kDatabaseKey));
    EXPECT_NE(kept->size(), FileKey::kBytes);
    LockedKeys thief(phone->keys, phone->random);
    const ClientSeats thiefs{phone->clock, phone->random, thief, phone->links};
    EXPECT_EQ(Client::open(phone->home, thiefs).error().fault, Fault::refused);
    LockedKeys owner(phone->keys, phone->random);
    ASSERT_TRUE(owner.unlock("1234"));
    const ClientSeats owners{phone->clock, phone->random, owner, phone->links};
    const auto opened = Client::open(phone->home, owners);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ((*opened)->status()->unsent, 1U);
}

TEST_F(EncryptedHome, aDatabaseThatWasTakenAwayIsBegunAnewWithoutTheOldLog) {
    phone->add("activity", kLesson);
    leaveAsKilled(*phone);
    ASSERT_TRUE(fs::exists(file.string() + "-wal"));
    fs::remove(file);
    phone->restart();
    EXPECT_FALSE((*phone)->me().joined);
    EXPECT_TRUE((*phone)->status()->encrypted);
}

// ---- rescuing
// ---------------------------------------------------------------------------------------------

TEST_F(EncryptedHome, whatADamagedOneStillHoldsIsRescued) {
    phone->links.offline = true;
    constexpr std::uint64_t kWaiting = 40;
    for (std::uint64_t i = 0; i < kWaiting; ++i) {
        phone->add("activity", {{"title", "第" + std::to_string(100 + i) + "次宣讲"},
                                {"type", "drowning_prevention"},
                                {"org", "360982100"},
                                {"summary", std::string(300, static_cast<char>('a' + i % 26))}});
    }
    phone->client.reset();  // checkpoints: all is in the database file
    const auto whole = bytesBelow(phone->home);
    const auto pages = fs::file_size(file) / kPageBytes;
    int all = 0;
    int some = 0;
    int few = 0;
    for (std::uintmax_t page = 1; page < pages; ++page) {  // The first one is the file's name.
        spoilPage(file, page);
        const auto rescued = rescueBundleFile(phone->home, seats(), town.folder.path() / "out.xjb");
        if (rescued) {
            all += rescued->envelopes == kWaiting ? 1 : 0;
            some += rescued->envelopes < kWaiting && !rescued->whole ? 1 : 0;
            EXPECT_EQ(rescued->envelopes == kWaiting, rescued->whole) << page;
            few += rescued->envelopes < kWaiting / 2 ? 1 : 0;
        } else {
            EXPECT_EQ(rescued.error().fault, Fault::damaged) << page;
        }
        putBack(phone->home, whole);
    }
    EXPECT_GT(some, 5) << "pages of the outbox";
    EXPECT_GT(all, some) << "all others";
    EXPECT_LE(few, 3) << "where all pages of a table hang from one, as in the clear";
    EXPECT_GT(all + some, static_cast<int>(pages) * 9 / 10);
}

}  // namespace xiangji::test
