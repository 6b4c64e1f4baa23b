#include "core/media/file_store.hpp"

#include <gtest/gtest.h>

#include "core/base/hash.hpp"
#include "core/media/limits.hpp"
#include "tests/support/township.hpp"

namespace xiangji {
namespace {

struct Files : ::testing::Test {
    test::ScratchFolder folder;
    FileStore files{folder.path() / "deep" / "media"};
    const Id li = Id::ofHash("li");
    const Id fang = Id::ofHash("fang");
    const Bytes text = Bytes(300'000, 'x') + "end";
    const Bytes name = sha256(text);

    Outcome bring(const Id& owner, const Bytes& bytes) {
        for (std::size_t at = 0; at < bytes.size(); at += kMediaChunkBytes) {
            XIANGJI_TRY(files.append(owner, name, at, bytes.substr(at, kMediaChunkBytes)));
        }
        return files.finish(owner, name);
    }
};

TEST_F(Files, theSameBytesAreKeptOnceUnderTheirHash) {
    EXPECT_EQ(*files.keep(text), name);
    EXPECT_EQ(*files.keep(text), name);
    int count = 0;
    files.each([&](const Bytes& sha256, std::uint64_t bytes) {
        ++count;
        EXPECT_EQ(sha256, name);
        EXPECT_EQ(bytes, text.size());
    });
    EXPECT_EQ(count, 1);
    EXPECT_EQ(*files.read(name, 300'000, 100), "end");
    EXPECT_EQ(*files.read(name, 300'003, 100), "");
}

TEST_F(Files, aFileInChunksIsThereWhenItsHashHolds) {
    ASSERT_TRUE(bring(li, text));
    EXPECT_TRUE(files.has(name));
    EXPECT_EQ(*readWhole(files.path(name), kMaxMediaBytes), text);
    EXPECT_EQ(files.partSize(li, name), 0u);
}

TEST_F(Files, otherBytesThanTheNameSaysAreThrownAway) {
    auto other = text;
    other[7] = 'y';
    EXPECT_EQ(bring(li, other).error().fault, Fault::damaged);
    EXPECT_FALSE(files.has(name));
    EXPECT_EQ(files.partSize(li, name), 0u) << "it begins anew";
}

TEST_F(Files, aChunkThatDoesNotFollowChangesNothing) {
    ASSERT_EQ(*files.append(li, name, 0, "abc"), 3u);
    EXPECT_EQ(*files.append(li, name, 0, "abc"), 3u) << "a repeat";
    EXPECT_EQ(*files.append(li, name, 7, "abc"), 3u) << "a gap";
    EXPECT_EQ(files.partSize(li, name), 3u);
}

TEST_F(Files, nobodySpoilsAnothersPart) {
    ASSERT_TRUE(files.append(fang, name, 0, "rubbish"));
    EXPECT_TRUE(bring(li, text));
    EXPECT_EQ(files.partBytes(fang), 7u);
    EXPECT_EQ(files.partBytes(li), 0u);
}

TEST_F(Files, aPartGrowsNoLargerThanAFileMayBe) {
    const Bytes chunk(kMaxMediaBytes / 2, 'z');
    ASSERT_TRUE(files.append(li, name, 0, chunk));
    ASSERT_TRUE(files.append(li, name, chunk.size(), chunk));
    EXPECT_FALSE(files.append(li, name, 2 * chunk.size(), "one more"));
}

TEST_F(Files, aFileThatIsTooLargeIsNotEvenRead) {
    ASSERT_TRUE(writeDurably(folder.path() / "big", Bytes(1'000, 'b')));
    EXPECT_EQ(readWhole(folder.path() / "big", 999).error().fault, Fault::invalid);
    EXPECT_EQ(readWhole(folder.path() / "none", 999).error().fault, Fault::notFound);
    EXPECT_EQ(readWhole(folder.path(), 999).error().fault, Fault::invalid);
}

TEST_F(Files, aPlaceThatCannotBeWrittenIsAFaultAndLeavesNothing) {
    ASSERT_TRUE(writeDurably(folder.path() / "wall", "a file where a folder should be"));
    FileStore walled(folder.path() / "wall" / "media");
    EXPECT_FALSE(walled.keep(text));
    EXPECT_FALSE(walled.append(li, name, 0, "abc"));
    EXPECT_FALSE(walled.has(name));
}

}  // namespace
}  // namespace xiangji
