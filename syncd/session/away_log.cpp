#include "syncd/session/away_log.hpp"

#include <spdlog/spdlog.h>

namespace xiangji::syncd {

namespace {
constexpr std::chrono::seconds kLineEvery{10};
}  // namespace

void AwayLog::sentAway(const std::string& why) {
    std::uint64_t count = 0;
    {
        const std::lock_guard lock(guard_);
        ++since_;
        const auto now = std::chrono::steady_clock::now();
        if (told_ && now - *told_ < kLineEvery) {
            return;
        }
        told_ = now;
        count = since_;
        since_ = 0;
    }
    spdlog::warn("{} request{} answered \"come back\" since the last such line: {}", count,
                 count == 1 ? " was" : "s were", why);
}

}  // namespace xiangji::syncd
