#pragma once

#include <atomic>

#include "core/base/clock.hpp"

namespace xiangji::sim {

/// The true time of a world; it passes only when an event says so.
class WorldTime {
 public:
    explicit WorldTime(Instant ms) : ms_(ms) {}
    [[nodiscard]] Instant ms() const { return ms_; }
    void pass(Instant ms) { ms_ += ms; }

 private:
    std::atomic<Instant> ms_;
};

/// A machine's clock: the true time and how far it is off.
class SkewedClock final : public Clock {
 public:
    explicit SkewedClock(const WorldTime& time) : time_(time) {}
    [[nodiscard]] Instant nowMs() const override { return time_.ms() + skewMs_; }
    void setSkew(Instant skewMs) { skewMs_ = skewMs; }
    [[nodiscard]] Instant skewMs() const { return skewMs_; }

 private:
    const WorldTime& time_;
    std::atomic<Instant> skewMs_ = 0;
};

}  // namespace xiangji::sim
