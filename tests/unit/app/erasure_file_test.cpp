#include "syncd/app/erasure_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/support/scratch_folder.hpp"

namespace xiangji::syncd {
namespace {

struct ErasureBookFile : ::testing::Test {
    xiangji::test::ScratchFolder folder;
    std::filesystem::path file = folder.path() / "erasures.log";

    [[nodiscard]] std::string text() const {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    void addTwo() const {
        auto book = *ErasureFile::open(file);
        ASSERT_TRUE(book->add({13, Id::ofHash("one"), 5, "王芳 (xiangji)"}));
        ASSERT_TRUE(book->add({2, Id::ofHash("two"), 6, "李明"}));
        ASSERT_TRUE(book->add({13, Id::ofHash("one"), 7, "again"}));
    }
};

TEST_F(ErasureBookFile, whatWasAddedIsThereAtTheNextOpening) {
    addTwo();
    const auto all = *(*ErasureFile::open(file))->all();
    ASSERT_EQ(all.size(), 2U) << "each row once";
    EXPECT_EQ(all[0].type, 13U);
    EXPECT_EQ(all[0].row, Id::ofHash("one"));
    EXPECT_EQ(all[0].atMs, 5);
    EXPECT_EQ(all[0].by, "王芳 (xiangji)");
}

TEST_F(ErasureBookFile, aChangedOrRemovedLineIsNamedAndHalfALineCutOff) {
    addTwo();
    const auto whole = text();
    std::ofstream(file, std::ios::binary) << whole + "erased 13 0192";
    EXPECT_EQ((*ErasureFile::open(file))->all()->size(), 2U);
    EXPECT_EQ(text(), whole);
    std::ofstream(file, std::ios::binary) << whole.substr(whole.find('\n') + 1);
    const auto opened = ErasureFile::open(file);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::damaged);
    EXPECT_NE(opened.error().detail.find("line 1"), std::string::npos) << opened.error().detail;
}

}  // namespace
}  // namespace xiangji::syncd
