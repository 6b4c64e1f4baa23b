// Runs twice: over the system's SQLite, which cannot encrypt, and in tests/cipher over one that
// can.
#include "core/store/file_key.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/random.hpp"
#include "core/store/connection.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji::test {

namespace {

struct FileKeys : testing::Test {
    ScratchFolder folder;
    SystemRandom random;
    std::filesystem::path file = folder.path() / "phone.db";
    FileKey key = *FileKey::of(random.bytes(FileKey::kBytes));

    void write(const Bytes& bytes) const { std::ofstream(file, std::ios::binary) << bytes; }
};

}  // namespace

TEST_F(FileKeys, areThirtyTwoBytesAndShowNothingOfThemselves) {
    EXPECT_EQ(FileKey::of("").error().fault, Fault::damaged);
    EXPECT_EQ(FileKey::of(Bytes(33, 'x')).error().fault, Fault::damaged);
    const Bytes secret = random.bytes(FileKey::kBytes);
    const auto made = *FileKey::of(secret);
    EXPECT_EQ(made.mark().size(), FileKey::kMarkBytes);
    EXPECT_EQ(made.mark(), FileKey::of(secret)->mark());
    EXPECT_NE(made.mark(), key.mark());
    EXPECT_EQ(made.mark().find(secret.substr(0, 4)), Bytes::npos);
}

TEST_F(FileKeys, tellByItsBeginningHowAFileLies) {
    EXPECT_EQ(*formOf(file, &key), FileForm::none);
    write("");
    EXPECT_EQ(*formOf(file, &key), FileForm::none);
    write("SQLite");
    EXPECT_EQ(*formOf(file, &key), FileForm::other) << "cut short";
    write(key.mark() + "and more");
    EXPECT_EQ(*formOf(file, &key), FileForm::sealed);
    EXPECT_EQ(*formOf(file, nullptr), FileForm::other);
    std::filesystem::remove(file);
    ASSERT_TRUE(Connection::open(file, Connection::Mode::write));
    EXPECT_EQ(*formOf(file, &key), FileForm::clear);
}

TEST_F(FileKeys, areNeverTakenForAFileThatThenLiesInTheClear) {
    {
        const auto opened = Connection::open(file, Connection::Mode::write, &key);
        ASSERT_EQ(static_cast<bool>(opened), canEncryptFiles());
        if (!opened) {
            EXPECT_EQ(opened.error().fault, Fault::unsupported);
        }
    }
    EXPECT_EQ(*formOf(file, &key), canEncryptFiles() ? FileForm::sealed : FileForm::none);
}

}  // namespace xiangji::test
