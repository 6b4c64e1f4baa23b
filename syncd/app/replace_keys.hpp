#pragma once

#include <filesystem>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// `syncd key replace`: new keys for a township whose own are lost, in place of those that are
/// missing; what is there stays. `next`: the wire's next key, from the safe, if that was saved;
/// empty: none. Every phone needs a new invitation afterwards (it keeps its home), and sealed
/// fields at the centre can be read by nobody any more. Faults: refused (nothing is missing), those
/// of DataFolder::open.
[[nodiscard]] Outcome replaceKeys(const std::filesystem::path& data,
                                  const std::filesystem::path& next);

}  // namespace xiangji::syncd
