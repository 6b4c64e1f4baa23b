#pragma once

#include <optional>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/clock.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// A picture as a person sees it: upright.
struct Picture {
    int w = 0;
    int h = 0;
    std::optional<Instant> takenMs;  ///< as the camera wrote it
    Bytes thumbnail;                 ///< JPEG, kThumbEdgePixels at most, without the camera's words
};

/// True for what begins as a JPEG or a PNG does.
[[nodiscard]] bool looksLikePicture(std::string_view bytes);

/// Reads a JPEG or PNG and makes its thumbnail. Its size is looked at before its pixels are.
/// Faults: invalid (neither of the two, damaged, more than 64 million pixels).
[[nodiscard]] Result<Picture> readPicture(std::string_view bytes);

}  // namespace xiangji
