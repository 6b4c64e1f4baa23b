#include "core/media/picture.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "core/media/exif.hpp"
#include "core/media/limits.hpp"

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
// Headers that are a library: what we don't call of them is no concern of ours.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything"
#include <stb/stb_image.h>
#include <stb/stb_image_resize.h>
#include <stb/stb_image_write.h>
#pragma clang diagnostic pop

namespace xiangji {

namespace {

constexpr int kColours = 3;
constexpr int kQualities[] = {80, 60, 40};

struct Pixels {
    int w = 0;
    int h = 0;
    std::vector<unsigned char> colours;  ///< row by row, kColours each

    [[nodiscard]] unsigned char* at(int x, int y) {
        return colours.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(w) +
                                 static_cast<std::size_t>(x)) *
                                    kColours;
    }
};

Pixels blank(int w, int h) {
    return {w, h,
            std::vector<unsigned char>(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) *
                                       kColours)};
}

/// Turned and mirrored as EXIF's eight orientations say.
Pixels upright(Pixels picture, int orientation) {
    if (orientation == 1) {
        return picture;
    }
    const bool turned = orientation >= 5;
    Pixels result = turned ? blank(picture.h, picture.w) : blank(picture.w, picture.h);
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
            std::memcpy(result.at(x, y), picture.at(fromX, fromY), kColours);
        }
    }
    return result;
}

Bytes jpegOf(const Pixels& pixels, int quality) {
    Bytes jpeg;
    stbi_write_jpg_to_func(
        [](void* to, void* bytes, int count) {
            static_cast<Bytes*>(to)->append(static_cast<const char*>(bytes),
                                            static_cast<std::size_t>(count));
        },
        &jpeg, pixels.w, pixels.h, kColours, pixels.colours.data(), quality);
    return jpeg;
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
    const auto* octets = reinterpret_cast<const stbi_uc*>(bytes.data());
    const auto size = static_cast<int>(std::min<std::uint64_t>(bytes.size(), kMaxMediaBytes));
    int w = 0;
    int h = 0;
    int colours = 0;
    if (!looksLikePicture(bytes) || stbi_info_from_memory(octets, size, &w, &h, &colours) == 0) {
        return noPicture("its beginning is another");
    }
    if (w <= 0 || h <= 0 || std::int64_t{w} * h > kMaxPixels) {
        return Error{Fault::invalid, "the picture has " + std::to_string(w) + " × " +
                                         std::to_string(h) +
                                         " pixels; at most 64 million are taken"};
    }
    const std::unique_ptr<stbi_uc, void (*)(void*)> decoded(
        stbi_load_from_memory(octets, size, &w, &h, &colours, kColours), stbi_image_free);
    if (!decoded) {
        return noPicture("its pixels are damaged");
    }
    const double scale = std::min(1.0, static_cast<double>(kThumbEdgePixels) / std::max(w, h));
    const auto scaled = [&](int edge) { return std::max(1, static_cast<int>(edge * scale)); };
    Pixels small = blank(scaled(w), scaled(h));
    if (stbir_resize_uint8(decoded.get(), w, h, 0, small.colours.data(), small.w, small.h, 0,
                           kColours) == 0) {
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
