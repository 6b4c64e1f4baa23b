#pragma once

#include <cstdint>

#include "tests/sim/runner/shrinker.hpp"

namespace xiangji::sim {

struct SeedOrder {
    std::uint64_t first = 1;
    std::uint64_t count = 100;
    int workers = 2;
    std::uint64_t twiceEvery = 10;  ///< every so many seeds one is played twice; 0 = never
    bool trace = false;             ///< print each story
    int shrinkTries = 400;
    int mostFailures = 10;  ///< then it gives up
};

/// Plays seeds and prints what came of it; a failing seed is played again, shrunk and told. The
/// program's exit code.
[[nodiscard]] int runSeeds(const SeedOrder& order);

/// Plants each fault (or the named one) and looks for the first seed that notices; prints the
/// table.
[[nodiscard]] int runPlanted(const std::string& only, std::uint64_t mostSeeds, int workers);

}  // namespace xiangji::sim
