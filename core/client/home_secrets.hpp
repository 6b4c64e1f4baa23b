#pragma once

#include <string>
#include <vector>

namespace xiangji {

/// The names of all secrets a home may have beside its lock, for whoever wraps or moves them. The
/// device's key last: while it is anywhere, the home is not lost.
[[nodiscard]] const std::vector<std::string>& homeSecrets();

}  // namespace xiangji
