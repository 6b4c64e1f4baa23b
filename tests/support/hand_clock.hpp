#pragma once

#include "core/base/clock.hpp"

namespace xiangji::test {

/// A clock a test turns.
class HandClock final : public Clock {
 public:
    explicit HandClock(Instant ms) : ms_(ms) {}
    [[nodiscard]] Instant nowMs() const override { return ms_; }
    void advance(Instant ms) { ms_ += ms; }

 private:
    Instant ms_;
};

}  // namespace xiangji::test
