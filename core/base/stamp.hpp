#pragma once

#include <compare>
#include <cstdint>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"

namespace xiangji {

/// A hybrid logical clock reading: 48 bits of UTC milliseconds, 16 bits of counter.
using Hlc = std::uint64_t;

[[nodiscard]] constexpr Hlc hlcOf(Instant ms) {
    return ms <= 0 ? 0 : static_cast<Hlc>(ms) << 16;
}
[[nodiscard]] constexpr Instant msOf(Hlc hlc) {
    return static_cast<Instant>(hlc >> 16);
}

/// A total order over all transactions of all devices.
struct Stamp {
    Hlc hlc = 0;
    Id device;
    auto operator<=>(const Stamp&) const = default;
};

/// The next reading of a device's clock: never behind the wall, never equal to one given before.
[[nodiscard]] constexpr Hlc nextHlc(Hlc last, Instant nowMs) {
    const Hlc wall = hlcOf(nowMs);
    return wall > last ? wall : last + 1;
}

}  // namespace xiangji
