#include "core/media/picture.hpp"

#include <algorithm>
#include <cstring>

#include "core/media/exif.hpp"
#include "core/media/limits.hpp"
#include "core/media/picture_codec.hpp"

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
// A header that is a library: what we don't call of it is no concern of ours.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything"
#include <stb/stb_image_resize.h>
#pragma clang diagnostic pop

namespace xiangji {

namespace {

constexpr int kQualities[] = {80, 60, 40};

/// Turned and mirrored as EXIF's eight orientations say.
Pixels upright(Pixels picture, int orientation) {
    if (orientation == 1) {
        return picture;
    }
    const bool turned = orientation >= 5;
    Pixels result = turned ? Pixels(picture.h, picture.w) : Pixels(picture.w, picture.h);
    const int right = picture.w - 1;
    const int bottom = picture.h - 1;
    for (int y = 0; y < result.h; ++y) {
        for (int x = 0; x < result.w; ++x) {
            int fromX = turned ? y : x;
            int fromY = turned ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
                fromX = right - fromX;
            }
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
                fromY = bottom - fromY;
            }
            std::memcpy(result.at(x, y), picture.at(fromX, fromY), Pixels::kColours);
        }
    }
    return result;
}

Error noPicture(const std::string& why) {
    return {Fault::invalid, "this cannot be read as a JPEG or PNG picture (" + why +
                                "); choose another, or give its kind if it is none"};
}

}  // namespace

bool looksLikePicture(std::string_view bytes) {
    return bytes.starts_with("\xff\xd8\xff") || bytes.starts_with("\x89PNG\r\n\x1a\n");
}

Result<Picture> readPicture(std::string_view bytes) {
    if (!looksLikePicture(bytes) || bytes.size() > kMaxMediaBytes) {
        return noPicture("its beginning is another");
    }
    const auto size = pictureSize(bytes);
    if (!size) {
        return noPicture(size.error().detail);
    }
    const auto [w, h] = *size;
    if (w <= 0 || h <= 0 || std::int64_t{w} * h > kMaxPixels) {
        return Error{Fault::invalid, "the picture has " + std::to_string(w) + " × " +
                                         std::to_string(h) +
                                         " pixels; at most 64 million are taken"};
    }
    const auto decoded = decodedPicture(bytes);
    if (!decoded) {
        return noPicture(decoded.error().detail);
    }
    const double scale = std::min(1.0, static_cast<double>(kThumbEdgePixels) / std::max(w, h));
    const auto scaled = [&](int edge) { return std::max(1, static_cast<int>(edge * scale)); };
    Pixels small(scaled(w), scaled(h));
    if (stbir_resize_uint8(decoded->colours.data(), w, h, 0, small.colours.data(), small.w, small.h,
                           0, Pixels::kColours) == 0) {
        return noPicture("it cannot be made small");
    }
    const auto exif = readExif(bytes);
    small = upright(std::move(small), exif.orientation);
    Picture picture{.w = w, .h = h, .takenMs = exif.takenMs};
    if (exif.orientation >= 5) {
        std::swap(picture.w, picture.h);
    }
    for (const int quality : kQualities) {
        picture.thumbnail = jpegOf(small, quality);
        if (picture.thumbnail.size() <= kMaxThumbBytes) {
            break;
        }
    }
    return picture;
}

}  // namespace xiangji
