#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "core/base/clock.hpp"
#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// The next three o'clock in the morning, Shanghai, after a moment.
[[nodiscard]] Instant nextNight(Instant nowMs);

/// While it lives, moves what is older than `keepDays` into the archive every night, whole segments
/// only, in a thread of its own: the desk goes on between two of them, and an end waits for one.
/// One log line a night where anything moved or failed. The desk outlives it.
class NightlyArchive {
 public:
    NightlyArchive(Desk& desk, const Clock& clock, std::int64_t keepDays);

    /// One night's work.
    void run(const std::stop_token& stop);

 private:
    void work(const std::stop_token& stop);

    Desk& desk_;
    const Clock& clock_;
    const std::int64_t keepDays_;
    std::mutex mutex_;
    std::condition_variable_any ending_;
    std::jthread thread_;  ///< last: it ends first
};

}  // namespace xiangji::syncd
