#pragma once

#include "core/base/signing_key.hpp"
#include "tests/sim/chance.hpp"

namespace xiangji::sim {

/// Whoever would like to be the centre.
[[nodiscard]] inline SigningKey forgersKey() {
    SeededRandom random;
    random.seed(2'000'000);
    return SigningKey::make(random);
}

}  // namespace xiangji::sim
