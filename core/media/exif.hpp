#pragma once

#include <optional>
#include <string_view>

#include "core/base/clock.hpp"

namespace xiangji {

/// What a camera wrote beside a JPEG's pixels, as far as we use it.
struct Exif {
    int orientation = 1;             ///< 1…8; 1 = as the pixels lie
    std::optional<Instant> takenMs;  ///< without an offset of its own read as Beijing time
};

/// Reads EXIF 2.3 (CIPA DC-008) out of a JPEG; every place is checked against the bytes there are,
/// so that whatever they say it ends. Without EXIF, or with a broken one: the defaults.
[[nodiscard]] Exif readExif(std::string_view jpeg);

}  // namespace xiangji
