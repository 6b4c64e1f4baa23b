#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/sync/link.hpp"

namespace xiangji {

/// A frame is a 4-byte big-endian length and that many bytes, 1 to kMaxFrameBytes. Both sides look
/// at the length before they make room for the bytes.
inline constexpr std::size_t kFrameHeadBytes = 4;
using FrameHead = std::array<unsigned char, kFrameHeadBytes>;

/// Frames are moved in slices, and each slice has the deadline: a line that has died is noticed in
/// 30 s, and a slow one (2G moves a slice in some 3 s) is never cut off in the middle of its work.
inline constexpr std::size_t kSliceBytes = 16 * 1024;

/// Head and bytes in one piece, so that a small frame is one packet. Fault::invalid: empty, or
/// longer than a frame may be.
[[nodiscard]] Result<Bytes> framed(std::string_view bytes);

/// The announced length. Fault::untrusted: 0, or more than `mostBytes`.
[[nodiscard]] Result<std::size_t> frameLength(const FrameHead& head,
                                              std::size_t mostBytes = kMaxFrameBytes);

}  // namespace xiangji
