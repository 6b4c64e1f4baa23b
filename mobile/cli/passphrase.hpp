#pragma once

#include <string>

#include "core/base/bytes.hpp"

namespace xiangji::cli {

/// A passphrase: the first line of a file, of the file that XIANGJI_PASSPHRASE_FILE names, or typed
/// on the terminal without being shown. Throws Failure where there is none of them.
[[nodiscard]] Bytes passphrase(const std::string& file, const std::string& asking);

}  // namespace xiangji::cli
