#pragma once

#include <cstddef>
#include <cstdint>

namespace xiangji {

// What is looked at before anything is read, kept or parsed; both sides hold to them.

inline constexpr std::uint64_t kMaxMediaBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kMaxThumbBytes = 64 * 1024;
/// A phone that is cut sends at most this much again; on 2G it is half a minute's work.
inline constexpr std::size_t kMediaChunkBytes = 128 * 1024;
inline constexpr std::size_t kMaxMediaOffers = 200;
/// A picture with more is not decoded: it would take more memory than a phone gives an app.
inline constexpr std::int64_t kMaxPixels = 64'000'000;
/// The longer edge of a thumbnail.
inline constexpr int kThumbEdgePixels = 320;

}  // namespace xiangji
