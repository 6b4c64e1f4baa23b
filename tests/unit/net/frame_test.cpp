#include "core/net/frame.hpp"

#include <gtest/gtest.h>

namespace xiangji {
namespace {

FrameHead headOf(const Bytes& frame) {
    FrameHead head{};
    std::copy_n(frame.begin(), head.size(), head.begin());
    return head;
}

TEST(Frame, beginsWithItsLengthBigEndian) {
    const auto frame = framed(Bytes(0x010203, 'x'));
    // One byte past a mebibyte would not fit; this one is far below.
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->substr(0, 4), Bytes("\x00\x01\x02\x03", 4));
    EXPECT_EQ(frame->size(), kFrameHeadBytes + 0x010203);
}

TEST(Frame, readsBackTheLengthItWrote) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{255}, std::size_t{256},
                                   std::size_t{65'536}, kMaxFrameBytes}) {
        const auto frame = framed(Bytes(size, 'x'));
        ASSERT_TRUE(frame) << size;
        const auto length = frameLength(headOf(*frame));
        ASSERT_TRUE(length) << size;
        EXPECT_EQ(*length, size);
    }
}

TEST(Frame, oneByteTooManyIsNeitherSentNorTaken) {
    EXPECT_EQ(framed(Bytes(kMaxFrameBytes + 1, 'x')).error().fault, Fault::invalid);
    EXPECT_EQ(frameLength({0x00, 0x10, 0x00, 0x01}).error().fault, Fault::untrusted);
    EXPECT_EQ(frameLength({0xff, 0xff, 0xff, 0xff}).error().fault, Fault::untrusted);
}

TEST(Frame, anEmptyOneIsNeitherSentNorTaken) {
    EXPECT_EQ(framed("").error().fault, Fault::invalid);
    EXPECT_EQ(frameLength({0, 0, 0, 0}).error().fault, Fault::untrusted);
}

TEST(Frame, aStrangersLimitIsLower) {
    EXPECT_TRUE(frameLength({0, 0, 0x40, 0}, 16 * 1024));
    EXPECT_FALSE(frameLength({0, 0, 0x40, 1}, 16 * 1024));
}

}  // namespace
}  // namespace xiangji
