#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "tests/support/process.hpp"

namespace xiangji::test {

/// How often each program is killed; XIANGJI_KILLS says otherwise (./run crash N).
inline int kills() {
    const char* wanted = std::getenv("XIANGJI_KILLS");
    return wanted == nullptr ? 100 : std::max(1, std::atoi(wanted));
}

/// Moments spread over a program's usual life and a little beyond, wherever the machine's load puts
/// that. The seed is told: a run that failed can be played again, as far as processes can.
class Moments {
 public:
    using Clock = std::chrono::steady_clock;
    static Process::Ms sinceThen(Clock::time_point then) {
        return std::chrono::duration_cast<Process::Ms>(Clock::now() - then);
    }

    explicit Moments(Process::Ms usual) : most_(spread(usual)) {
        std::random_device chance;
        seed_ = chance();
        dice_.seed(seed_);
        testing::Test::RecordProperty("seed", std::to_string(seed_));
    }
    Process::Ms next() {
        return Process::Ms(std::uniform_int_distribution<Process::Ms::rep>(0, most_)(dice_));
    }
    /// Waits one of them out. Learns from the program's end how long its life is now.
    void pass(Process& process) {
        const auto begun = Clock::now();
        if (process.endsWithin(next())) {
            most_ = (most_ + spread(sinceThen(begun))) / 2;
        } else {
            most_ += most_ / 10 + 1;
        }
    }

 private:
    static Process::Ms::rep spread(Process::Ms life) { return life.count() * 5 / 4 + 1; }
    Process::Ms::rep most_;
    unsigned seed_ = 0;
    std::mt19937 dice_;
};

/// Whole lines only: a line cut by the kill was not printed.
inline std::vector<std::string> idsPrinted(const std::string& out) {
    std::vector<std::string> ids;
    for (std::size_t from = 0, end = 0; (end = out.find('\n', from)) != std::string::npos;
         from = end + 1) {
        ids.push_back(out.substr(from, end - from));
    }
    return ids;
}

}  // namespace xiangji::test
