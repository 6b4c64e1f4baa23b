#pragma once

#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/media/pixels.hpp"

namespace xiangji {

struct PictureSize {
    int w = 0;
    int h = 0;
};

/// Of a JPEG or PNG, before anything of its pixels is read. Fault::invalid: it is neither.
[[nodiscard]] Result<PictureSize> pictureSize(std::string_view bytes);
/// A JPEG's or PNG's pixels; what is transparent is white. A JPEG that ends too early is grey where
/// it ends. The caller has looked at its size. Fault::invalid: it is damaged.
[[nodiscard]] Result<Pixels> decodedPicture(std::string_view bytes);
/// `quality` 1…100. Empty where there is no memory for it.
[[nodiscard]] Bytes jpegOf(const Pixels& pixels, int quality);

}  // namespace xiangji
