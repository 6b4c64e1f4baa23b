#include "syncd/app/key_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/base/random.hpp"
#include "syncd/app/files.hpp"
#include "syncd/app/wire_keys.hpp"
#include "tests/support/township.hpp"

namespace xiangji::syncd {
namespace {

namespace fs = std::filesystem;

class Keys : public ::testing::Test {
 protected:
    Keys() {
        SystemRandom random;
        EXPECT_TRUE(folder_.keep({SigningKey::make(random), *TlsIdentity::make()}));
    }
    [[nodiscard]] TlsIdentity shown() const { return folder_.read()->tls; }

    test::ScratchFolder scratch_;
    KeyFolder folder_{scratch_.path()};
};

TEST_F(Keys, aRotationOutlivesTheProcess) {
    const auto server = folder_.read()->server.publicKey();
    const auto first = shown().pin();
    WireKeys keys(folder_, shown());
    ASSERT_TRUE(keys.rotate({})) << "a township of before there were next keys gets one by itself";
    ASSERT_TRUE(keys.rotate({}));
    EXPECT_EQ(shown().pin(), keys.pins().pin);
    EXPECT_EQ(shown().nextPin(), keys.pins().backupPin);
    EXPECT_EQ(shown().before(), 2U);
    EXPECT_NE(shown().pin(), first);
    EXPECT_EQ(folder_.next({})->pin(), shown().nextPin());
    EXPECT_EQ(folder_.read()->server.publicKey(), server);
    for (const auto* name : {"tls.key", "tls.crt", "tls-next.key"}) {
        struct stat found{};
        ASSERT_EQ(::stat((scratch_.path() / name).c_str(), &found), 0) << name;
        EXPECT_EQ(found.st_mode & 0777U, 0600U) << name;
    }
}

TEST_F(Keys, theNextKeyComesBackFromTheSafe) {
    WireKeys keys(folder_, shown());
    ASSERT_TRUE(keys.renewNext());
    const auto foretold = keys.pins().backupPin;
    const auto safe = scratch_.path() / "safe.key";
    fs::rename(scratch_.path() / "tls-next.key", safe);
    EXPECT_FALSE(folder_.nextLiesHere());
    EXPECT_EQ(keys.rotate({}).error().fault, Fault::notFound);
    ASSERT_TRUE(keys.rotate(safe));
    EXPECT_EQ(shown().pin(), foretold);
    EXPECT_TRUE(folder_.nextLiesHere()) << "the one after it";
}

TEST_F(Keys, anExchangeCutAnywhereIsTheOldKeysOrTheNew) {
    const auto old = shown();
    const auto next = *TlsIdentity::make();
    const auto fresh = *old.naming(next)->succeededBy(next);
    const auto after = *TlsIdentity::make();
    // Not decided: half a folder of new keys.
    fs::create_directory(scratch_.path() / "fresh.unfinished");
    ASSERT_TRUE(writeFile(scratch_.path() / "fresh.unfinished" / "tls.key", fresh.keyPem()));
    EXPECT_EQ(shown().pin(), old.pin());
    ASSERT_TRUE(folder_.exchange(fresh, after));
    EXPECT_EQ(shown().pin(), fresh.pin());
    // Decided, and cut after each of the files.
    for (int placed = 0; placed <= 3; ++placed) {
        ASSERT_TRUE(folder_.exchange(old, next));
        const auto waiting = scratch_.path() / "fresh";
        fs::create_directory(waiting);
        const std::array<std::pair<const char*, std::string>, 3> files{
            {{"tls.key", fresh.keyPem()},
             {"tls.crt", fresh.certificatePem()},
             {"tls-next.key", after.keyPem()}}};
        for (int i = 0; i < 3; ++i) {
            const auto& [name, text] = files[static_cast<std::size_t>(i)];
            ASSERT_TRUE(writeFile((i < placed ? scratch_.path() : waiting) / name, text));
        }
        EXPECT_EQ(shown().pin(), fresh.pin()) << placed;
        EXPECT_EQ(folder_.next({})->pin(), after.pin()) << placed;
        EXPECT_FALSE(fs::exists(waiting)) << placed;
    }
}

TEST_F(Keys, thatAreGoneAreNamedAndWhatToDo) {
    fs::remove(scratch_.path() / "server.key");
    const auto gone = folder_.read();
    ASSERT_FALSE(gone);
    EXPECT_NE(gone.error().detail.find("server.key is missing"), std::string::npos);
    EXPECT_NE(gone.error().detail.find("put it back"), std::string::npos) << gone.error().detail;
}

TEST_F(Keys, onlyWhatIsMissingIsReplaced) {
    SystemRandom random;
    const TownshipKeys fresh{SigningKey::make(random), *TlsIdentity::make(), {Bytes(32, 'f')}};
    EXPECT_EQ(folder_.replaceMissing(fresh).error().fault, Fault::refused);
    const auto before = *folder_.read();
    fs::remove(scratch_.path() / "server.key");
    ASSERT_TRUE(folder_.replaceMissing(fresh));
    auto after = *folder_.read();
    EXPECT_EQ(after.server.publicKey(), fresh.server.publicKey());
    EXPECT_EQ(after.formerServers, fresh.formerServers);
    EXPECT_EQ(after.tls.pin(), before.tls.pin());
    fs::remove_all(scratch_.path() / "tls.key");
    const TownshipKeys other{SigningKey::make(random), *TlsIdentity::make(), {Bytes(32, 'g')}};
    ASSERT_TRUE(folder_.replaceMissing(other));
    after = *folder_.read();
    EXPECT_EQ(after.server.publicKey(), fresh.server.publicKey());
    EXPECT_EQ(after.formerServers, fresh.formerServers) << "nobody signed under another one";
    EXPECT_EQ(after.tls.pin(), other.tls.pin());
}

}  // namespace
}  // namespace xiangji::syncd
