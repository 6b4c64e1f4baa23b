#pragma once

#include <optional>
#include <string_view>

#include "core/base/bytes.hpp"

namespace xiangji {

/// Compressed by zstd, at a level that costs a phone less than the bytes it saves.
[[nodiscard]] Bytes packed(std::string_view bytes);
/// Nothing where these are not packed bytes, or would be more than `mostBytes` when unpacked: bytes
/// from outside decide about no memory.
[[nodiscard]] std::optional<Bytes> unpacked(std::string_view bytes, std::size_t mostBytes);

}  // namespace xiangji
