#include "core/media/picture.hpp"

#include <gtest/gtest.h>

#include "core/base/civil_time.hpp"
#include "core/media/exif.hpp"
#include "core/media/limits.hpp"
#include "tests/support/picture_file.hpp"

namespace xiangji {
namespace {

using test::Colour;
using test::pngOf;
using test::withExif;

/// Wider than high, its left third red.
Bytes flag(int w = 600, int h = 300) {
    return pngOf(w, h,
                 [w](int x, int) { return x < w / 3 ? Colour{220, 0, 0} : Colour{0, 0, 220}; });
}

Bytes jpegFlag() {
    return readPicture(flag(300, 150))->thumbnail;
}

TEST(Picture, aPngIsMeasuredAndMadeSmall) {
    const auto picture = readPicture(flag());
    ASSERT_TRUE(picture) << picture.error().detail;
    EXPECT_EQ(picture->w, 600);
    EXPECT_EQ(picture->h, 300);
    EXPECT_LE(picture->thumbnail.size(), kMaxThumbBytes);
    const auto small = readPicture(picture->thumbnail);
    ASSERT_TRUE(small) << small.error().detail;
    EXPECT_EQ(small->w, kThumbEdgePixels);
    EXPECT_EQ(small->h, kThumbEdgePixels / 2);
}

TEST(Picture, asNoisyAPhotoAsThereCanBeStillGetsAThumbnailThatFits) {
    const auto picture = readPicture(test::noisyPng(900, 900, 1));
    ASSERT_TRUE(picture);
    EXPECT_LE(picture->thumbnail.size(), kMaxThumbBytes);
}

TEST(Picture, aPhotoTakenUprightIsShownUpright) {
    const auto turned = readPicture(withExif(jpegFlag(), 6, "2026:06:19 09:30:12"));
    ASSERT_TRUE(turned) << turned.error().detail;
    EXPECT_EQ(turned->w, 150);
    EXPECT_EQ(turned->h, 300);
    const auto small = readPicture(turned->thumbnail);
    EXPECT_EQ(small->w, 150) << "the thumbnail has no EXIF, so its pixels are turned";
    EXPECT_EQ(small->h, 300);
}

TEST(Picture, thumbnailsCarryNothingOfWhatTheCameraWrote) {
    const auto picture = readPicture(withExif(jpegFlag(), 1, "2026:06:19 09:30:12"));
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->thumbnail.find("Exif"), Bytes::npos);
}

TEST(Picture, theCamerasTimeIsBeijingTimeUnlessItSaysOtherwise) {
    EXPECT_EQ(civilInstant(*readExif(withExif(jpegFlag(), 1, "2026:06:19 09:30:12")).takenMs),
              "2026-06-19T09:30:12+08:00");
    EXPECT_EQ(
        civilInstant(*readExif(withExif(jpegFlag(), 1, "2026:06:19 09:30:12", "+09:00")).takenMs),
        "2026-06-19T08:30:12+08:00");
    EXPECT_FALSE(readExif(withExif(jpegFlag(), 1, "0000:00:00 00:00:00")).takenMs);
    EXPECT_FALSE(readExif(jpegFlag()).takenMs);
}

TEST(Picture, brokenExifEndsAndChangesNothing) {
    const auto whole = withExif(jpegFlag(), 6, "2026:06:19 09:30:12", "+08:00");
    for (std::size_t at = 2; at < 140; ++at) {
        for (const char octet : {'\0', '\x7f', '\xff'}) {
            auto broken = whole;
            broken[at] = octet;
            const auto exif = readExif(broken);
            EXPECT_GE(exif.orientation, 1);
            EXPECT_LE(exif.orientation, 8);
            (void)readExif(whole.substr(0, at));
        }
    }
}

TEST(Picture, whatIsNoPictureIsSaidSo) {
    EXPECT_EQ(readPicture("防溺水").error().fault, Fault::invalid);
    EXPECT_EQ(readPicture("").error().fault, Fault::invalid);
    const auto cut = flag().substr(0, 40'000);
    EXPECT_EQ(readPicture(cut).error().fault, Fault::invalid);
}

/// As PNG sums up a chunk (ISO 3309).
Bytes sumOf(std::string_view chunk) {
    std::uint32_t sum = 0xFFFFFFFF;
    for (const char byte : chunk) {
        sum ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    sum = ~sum;
    Bytes bytes;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        bytes += static_cast<char>(sum >> shift);
    }
    return bytes;
}

TEST(Picture, itsSizeIsLookedAtBeforeItsPixels) {
    auto huge = flag();
    huge.replace(16, 8, Bytes("\x00\x00\x40\x00\x00\x00\x13\x88", 8));  // 16,384 × 5,000
    huge.replace(29, 4, sumOf(std::string_view(huge).substr(12, 17)));
    const auto picture = readPicture(huge);
    ASSERT_FALSE(picture);
    EXPECT_NE(picture.error().detail.find("64 million"), std::string::npos)
        << picture.error().detail;
}

}  // namespace
}  // namespace xiangji
