#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace xiangji::syncd {

/// Counts, by address, invitations that were none: nobody tries them out in a row. A secret has 128
/// bits, so this is for the log and the writer's sake; a class of pupils with an invitation of
/// yesterday behind one address stays below it. Safe from any thread.
class Guesses {
 public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr int kMost = 60;
    static constexpr std::chrono::minutes kWindow{10};
    static constexpr std::size_t kMostAddresses = 4'096;

    /// How long this address has to wait before another one is looked at; 0 = not at all.
    [[nodiscard]] std::chrono::seconds wait(const std::string& address, Time now);
    /// True for the one that used the last try up.
    [[nodiscard]] bool wrong(const std::string& address, Time now);

 private:
    struct Counted {
        Time since;
        int wrong = 0;
    };
    void forgetOld(Time now);

    std::mutex guard_;
    std::unordered_map<std::string, Counted> counted_;
};

}  // namespace xiangji::syncd
