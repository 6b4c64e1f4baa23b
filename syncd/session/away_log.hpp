#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace xiangji::syncd {

/// Tells the operator that phones are sent away, and why: at once, then at most every ten seconds
/// with how many there were. A rush must not fill the log. Safe from any thread.
class AwayLog {
 public:
    void sentAway(const std::string& why);

 private:
    std::mutex guard_;
    std::optional<std::chrono::steady_clock::time_point> told_;
    std::uint64_t since_ = 0;
};

}  // namespace xiangji::syncd
