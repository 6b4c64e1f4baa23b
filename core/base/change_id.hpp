#pragma once

#include "core/base/id.hpp"

namespace xiangji {

/// Names one change of all that were ever made, by who made it and where it stands in its envelope:
/// proposals, and what is put aside.
[[nodiscard]] Id changeId(const Id& device, std::uint64_t seq, std::uint32_t place);

}  // namespace xiangji
