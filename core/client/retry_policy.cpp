#include "core/client/retry_policy.hpp"

#include <algorithm>

namespace xiangji {

namespace {
constexpr int kMostDoublings = 20;
constexpr Instant kMsInSecond = 1'000;
}  // namespace

RunEnd runEndOf(const SyncReport& report) {
    switch (report.end) {
        case SyncEnd::done:
            return report.comeBackSeconds > 0 ? RunEnd::comeBack
                   : report.filesFailed       ? RunEnd::partly
                                              : RunEnd::done;
        case SyncEnd::unreachable:
            return report.comeBackSeconds > 0 ? RunEnd::comeBack : RunEnd::unreachable;
        case SyncEnd::refused:
            return RunEnd::refused;
        case SyncEnd::failed:
            return RunEnd::failed;
    }
    return RunEnd::failed;
}

/// Anywhere between the two, each millisecond as likely as another.
Instant RetryPolicy::spread(Instant fromMs, Instant toMs) {
    const auto bytes = random_.bytes(4);
    std::uint64_t chance = 0;
    for (const char octet : bytes) {
        chance = chance << 8 | static_cast<unsigned char>(octet);
    }
    const auto width = static_cast<std::uint64_t>(std::max<Instant>(toMs - fromMs, 0)) + 1;
    return fromMs + static_cast<Instant>(chance % width);
}

Instant RetryPolicy::backOff() {
    const int doublings = std::clamp(failures_ - 1, 0, kMostDoublings);
    const Instant whole =
        std::min(settings_.mostRetryMs, settings_.firstRetryMs * (Instant{1} << doublings));
    return spread(whole / 2, whole);
}

Instant RetryPolicy::afterRun(RunEnd end, std::uint32_t comeBackSeconds) {
    notBeforeMs_.reset();
    failures_ = end == RunEnd::done ? 0 : failures_ + 1;
    switch (end) {
        case RunEnd::done:
            return spread(settings_.usuallyMs * 4 / 5, settings_.usuallyMs * 6 / 5);
        case RunEnd::partly:
        case RunEnd::unreachable:
        case RunEnd::failed:
            return backOff();
        case RunEnd::comeBack: {
            // Half as long again at most: whoever is sent away with the others comes back apart
            // from them.
            const auto asked =
                std::min(Instant{comeBackSeconds} * kMsInSecond, settings_.mostRetryMs);
            const auto delay = std::max(spread(asked, asked + asked / 2), backOff());
            notBeforeMs_ = clock_.nowMs() + asked;
            return delay;
        }
        case RunEnd::refused:
            return spread(settings_.mostRetryMs / 2, settings_.mostRetryMs);
    }
    return settings_.mostRetryMs;
}

Instant RetryPolicy::afterNews() {
    if (notBeforeMs_) {
        const Instant left = *notBeforeMs_ - clock_.nowMs();
        // A clock that was turned back must not make a phone silent for years.
        if (left > 0 && left <= settings_.mostRetryMs) {
            return std::max(left, settings_.afterWriteMs);
        }
    }
    return settings_.afterWriteMs;
}

}  // namespace xiangji
