#pragma once

#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/id.hpp"

namespace xiangji {

/// What a phone answers a centre that wants to see that it holds a file, and the centre works out
/// from its own copy (wire::MediaProof). Bound to the connection, so it cannot be told on.
[[nodiscard]] Bytes possessionDigest(std::string_view exporter, const Id& row,
                                     std::string_view file);

}  // namespace xiangji
