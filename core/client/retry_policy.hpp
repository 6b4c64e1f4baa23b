#pragma once

#include <cstdint>
#include <optional>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/client/client.hpp"

namespace xiangji {

/// How a run ended, as far as the next one's time depends on it.
enum class RunEnd {
    done,
    partly,       ///< the rows are through, files still wait for this network to get better
    unreachable,  ///< no answer, or cut
    comeBack,     ///< the centre is full and said when
    refused,      ///< the office must help; time alone does not
    failed,       ///< this phone could not
};

[[nodiscard]] RunEnd runEndOf(const SyncReport& report);

struct RetrySettings {
    Instant afterWriteMs = 1'500;       ///< so that what belongs together goes together
    Instant usuallyMs = 5 * 60'000;     ///< between good runs
    Instant firstRetryMs = 10'000;      ///< doubled with each failure …
    Instant mostRetryMs = 30 * 60'000;  ///< … up to here
};

/// When the next sync comes by itself: after a failure ever more rarely, spread by chance so that a
/// village that lost its mast does not come back as one; never before the time a full centre named.
/// Says when, keeps no timer; what a person asks for starts at once and is told here like any other
/// run. One thread.
class RetryPolicy {
 public:
    RetryPolicy(const Clock& clock, Random& random, RetrySettings settings = {})
        : clock_(clock), random_(random), settings_(settings) {}

    /// A run has ended: how long until the next. `comeBackSeconds` is the centre's wish.
    [[nodiscard]] Instant afterRun(RunEnd end, std::uint32_t comeBackSeconds = 0);
    /// Something was saved, or a network appeared: how long until a run that is not there for
    /// nothing.
    [[nodiscard]] Instant afterNews();

    /// Runs that failed since the last good one.
    [[nodiscard]] int failures() const { return failures_; }

 private:
    [[nodiscard]] Instant spread(Instant fromMs, Instant toMs);
    [[nodiscard]] Instant backOff();

    const Clock& clock_;
    Random& random_;
    RetrySettings settings_;
    int failures_ = 0;
    std::optional<Instant> notBeforeMs_;  ///< the centre's wish, by this phone's clock
};

}  // namespace xiangji
