#include "syncd/app/revocation_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/support/township.hpp"

namespace xiangji::syncd {
namespace {

struct RevocationBookFile : ::testing::Test {
    xiangji::test::ScratchFolder folder;
    std::filesystem::path file = folder.path() / "revocations.log";

    [[nodiscard]] std::string text() const {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    void write(const std::string& text) const { std::ofstream(file, std::ios::binary) << text; }
    void addTwo() const {
        auto book = *RevocationFile::open(file);
        ASSERT_TRUE(book->add({Id::ofHash("one"), 5}));
        ASSERT_TRUE(book->add({Id::ofHash("two"), 6}));
        ASSERT_TRUE(book->add({Id::ofHash("one"), 7}));
    }
};

TEST_F(RevocationBookFile, whatWasAddedIsThereAtTheNextOpening) {
    addTwo();
    const auto all = *(*RevocationFile::open(file))->all();
    ASSERT_EQ(all.size(), 2U) << "each device once";
    EXPECT_EQ(all[0].device, Id::ofHash("one"));
    EXPECT_EQ(all[0].atMs, 5);
    EXPECT_EQ(all[1].device, Id::ofHash("two"));
}

TEST_F(RevocationBookFile, halfALineOfAPowerCutIsCutOff) {
    addTwo();
    const auto whole = text();
    write(whole + "revoked 0192");
    auto book = *RevocationFile::open(file);
    EXPECT_EQ(book->all()->size(), 2U);
    ASSERT_TRUE(book->add({Id::ofHash("three"), 8}));
    EXPECT_EQ((*RevocationFile::open(file))->all()->size(), 3U);
    EXPECT_TRUE(text().starts_with(whole));
}

TEST_F(RevocationBookFile, aChangedOrRemovedLineIsNamedAndNothingIsChanged) {
    addTwo();
    auto changed = text();
    changed[10] = changed[10] == '0' ? '1' : '0';
    write(changed);
    auto opened = RevocationFile::open(file);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("line 1"), std::string::npos) << opened.error().detail;
    EXPECT_EQ(text(), changed);
    std::filesystem::remove(file);
    addTwo();
    const auto whole = text();
    write(whole.substr(whole.find('\n') + 1));
    EXPECT_FALSE(RevocationFile::open(file)) << "the first line is gone";
}

}  // namespace
}  // namespace xiangji::syncd
