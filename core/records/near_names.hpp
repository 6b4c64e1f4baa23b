#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xiangji {

/// "did you mean a, b?" for what is spelt almost so, else "there are: a, b, c". Ends a message
/// about an unknown name.
[[nodiscard]] std::string suggestion(std::string_view wanted,
                                     const std::vector<std::string>& names);

}  // namespace xiangji
