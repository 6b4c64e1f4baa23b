#pragma once

#include <string_view>

#include "core/base/bytes.hpp"

namespace xiangji {

/// BLAKE2b-256, 32 bytes: names envelopes, links chains.
[[nodiscard]] Bytes hashOf(std::string_view bytes);
/// BLAKE2b-256 of the parts, each preceded by its length, so that no two lists of parts meet.
[[nodiscard]] Bytes hashOfParts(std::initializer_list<std::string_view> parts);
/// SHA-256, 32 bytes: pins of keys, names of media.
[[nodiscard]] Bytes sha256(std::string_view bytes);

}  // namespace xiangji
