#pragma once

#include <cstddef>

#include "core/base/bytes.hpp"

namespace xiangji {

/// The seat of chance: secrets, ids and jitter come from here, so that a simulator can repeat a
/// run.
class Random {
 public:
    virtual ~Random() = default;
    [[nodiscard]] virtual Bytes bytes(std::size_t count) = 0;
};

class SystemRandom final : public Random {
 public:
    [[nodiscard]] Bytes bytes(std::size_t count) override;
};

}  // namespace xiangji
