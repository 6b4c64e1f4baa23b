#pragma once

#include <functional>
#include <string>

#include "core/base/bytes.hpp"

namespace xiangji::test {

struct Colour {
    unsigned char red = 0;
    unsigned char green = 0;
    unsigned char blue = 0;
};

/// A PNG of these pixels, not compressed: its size is about 3 bytes a pixel.
[[nodiscard]] Bytes pngOf(int w, int h, const std::function<Colour(int x, int y)>& colour);
/// Every seed another picture, as incompressible as a photo.
[[nodiscard]] Bytes noisyPng(int w, int h, unsigned seed);
/// A JPEG with an EXIF segment put in: `taken` as EXIF writes it, "2026:06:19 09:30:12".
[[nodiscard]] Bytes withExif(const Bytes& jpeg, int orientation, const std::string& taken,
                             const std::string& offset = {});

}  // namespace xiangji::test
