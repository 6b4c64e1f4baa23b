#pragma once

#include <cstddef>

namespace xiangji {

// What may cross the wire (DESIGN §7). Core holds them before COMMIT, so that what is saved can be
// sent.
inline constexpr std::size_t kMaxChangesAnEnvelope = 5'000;
inline constexpr std::size_t kMaxUnpackedBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kMaxBodyBytes = 900 * 1024;  ///< leaves room for a frame around it

}  // namespace xiangji
