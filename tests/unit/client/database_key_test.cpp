// Runs twice: over the system's SQLite, which cannot encrypt, and in tests/cipher over one that
// can.
#include "core/client/database_key.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

TEST(DatabaseKey, isMadeWhereSomethingIsEncryptedUnderItAlone) {
    Township town;
    const auto phone = town.phone("李明", "tutor");
    const auto key = phone->keys.load(std::string(kDatabaseKey)).valueOr({});
    EXPECT_EQ(key.has_value(), canEncryptFiles());
    EXPECT_EQ((*phone)->status()->encrypted, canEncryptFiles());
    EXPECT_EQ((*phone)->status()->clearBecause,
              canEncryptFiles() ? std::nullopt : std::optional(Fault::unsupported));
    EXPECT_EQ(*formOf(phone->home / "phone.db", nullptr),
              canEncryptFiles() ? FileForm::other : FileForm::clear);
}

TEST(DatabaseKey, aFileThatBelongsToItIsNamedAndLeftAsItIsWhereItCannotBeRead) {
    ScratchFolder folder;
    SystemRandom random;
    HandClock clock(1);
    KeyFile keys(folder.path() / "keys");
    Township town;
    DeskLinks links(*town.desk);
    const auto key = *FileKey::of(random.bytes(FileKey::kBytes));
    const auto file = folder.path() / "phone.db";
    const Bytes lying = key.mark() + random.bytes(8192 - FileKey::kMarkBytes);
    std::ofstream(file, std::ios::binary) << lying;

    const auto shut = [&](Fault fault) {
        const auto opened = Client::open(folder.path(), {clock, random, keys, links});
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().fault, fault) << opened.error().detail;
        std::ifstream in(file, std::ios::binary);
        EXPECT_TRUE(Bytes(std::istreambuf_iterator<char>(in), {}) == lying);
    };
    // Without its key nobody can tell it from a spoilt file but who would have made one himself.
    shut(canEncryptFiles() ? Fault::notFound : Fault::damaged);
    ASSERT_TRUE(keys.save(std::string(kDatabaseKey), random.bytes(FileKey::kBytes)));
    shut(canEncryptFiles() ? Fault::untrusted : Fault::damaged);
    ASSERT_TRUE(keys.save(std::string(kDatabaseKey), *fromHex(key.hex().substr(8, 64))));
    shut(canEncryptFiles() ? Fault::damaged : Fault::unsupported);
}

}  // namespace xiangji::test
