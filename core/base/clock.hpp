#pragma once

#include <cstdint>

namespace xiangji {

/// UTC milliseconds since 1970.
using Instant = std::int64_t;

/// The seat of time: everything that needs "now" is given one, so that a simulator can hold the
/// hands.
class Clock {
 public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant nowMs() const = 0;
};

class SystemClock final : public Clock {
 public:
    [[nodiscard]] Instant nowMs() const override;
};

}  // namespace xiangji
