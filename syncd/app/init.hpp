#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// `syncd init`: makes a township in an empty or missing folder. All or nothing: when it fails the
/// folder is as it was, and when it is killed the next `init` begins anew. Gives the pin of the
/// township's TLS key, hex.
[[nodiscard]] Result<std::string> initTownship(const std::filesystem::path& data,
                                               const std::filesystem::path& unitsCsv);

}  // namespace xiangji::syncd
