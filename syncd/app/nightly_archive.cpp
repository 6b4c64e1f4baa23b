#include "syncd/app/nightly_archive.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

#include "core/base/civil_time.hpp"
#include "syncd/app/archive_order.hpp"

namespace xiangji::syncd {

namespace {

constexpr Instant kHourMs = 60LL * 60 * 1000;
constexpr Instant kNightHour = 3;

}  // namespace

Instant nextNight(Instant nowMs) {
    const Instant night = startOfCivilDate(civilDate(nowMs)).value_or(0) + kNightHour * kHourMs;
    return night > nowMs ? night : night + 24 * kHourMs;
}

NightlyArchive::NightlyArchive(Desk& desk, const Clock& clock, std::int64_t keepDays)
    : desk_(desk),
      clock_(clock),
      keepDays_(keepDays),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

void NightlyArchive::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const Instant now = clock_.nowMs();
        const auto wait = std::chrono::milliseconds(nextNight(now) - now);
        std::unique_lock lock(mutex_);
        ending_.wait_for(lock, stop, wait, [] { return false; });
        lock.unlock();
        // A clock that was set back meanwhile makes it wait once more.
        if (!stop.stop_requested() && clock_.nowMs() >= now + wait.count()) {
            run(stop);
        }
    }
}

void NightlyArchive::run(const std::stop_token& stop) {
    std::uint64_t lines = 0;
    std::uint64_t segments = 0;
    while (!stop.stop_requested()) {
        const auto moved = desk_.archive({.beforeMs = archiveHorizon(clock_.nowMs(), keepDays_),
                                          .wholeOnly = true,
                                          .mostSegments = 1});
        if (!moved) {
            spdlog::warn("the log's old lines stay where they are: {}", moved.error().detail);
            break;
        }
        if (moved->segments == 0) {
            break;
        }
        lines += moved->lines;
        segments += moved->segments;
    }
    if (segments > 0) {
        spdlog::info("{} old lines of the log moved into {} segments of its archive", lines,
                     segments);
    }
}

}  // namespace xiangji::syncd
