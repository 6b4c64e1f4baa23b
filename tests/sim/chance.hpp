#pragma once

#include <cstdint>

#include "core/base/random.hpp"

namespace xiangji::sim {

/// splitmix64: small, fast, and the same everywhere.
class Chance {
 public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    [[nodiscard]] std::uint64_t next() {
        std::uint64_t mixed = (state_ += 0x9e3779b97f4a7c15ULL);
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31);
    }
    /// 0 … below-1.
    [[nodiscard]] std::uint64_t below(std::uint64_t below) {
        return below == 0 ? 0 : next() % below;
    }
    [[nodiscard]] bool oneIn(std::uint64_t times) { return below(times) == 0; }
    template <typename Range>
    [[nodiscard]] const auto& of(const Range& range) {
        return range[static_cast<std::size_t>(below(range.size()))];
    }

 private:
    std::uint64_t state_;
};

/// The seat of chance of every program in the simulated world. The world seeds it anew before each
/// event, so that an event draws the same ids and secrets whatever happened before it: that keeps
/// a shrunk story the same story.
class SeededRandom final : public Random {
 public:
    void seed(std::uint64_t seed) { chance_ = Chance(seed); }
    [[nodiscard]] Bytes bytes(std::size_t count) override {
        Bytes bytes(count, '\0');
        for (auto& byte : bytes) {
            byte = static_cast<char>(chance_.next() & 0xff);
        }
        return bytes;
    }

 private:
    Chance chance_{0};
};

}  // namespace xiangji::sim
