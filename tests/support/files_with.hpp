#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace xiangji::test {

/// Files below a folder that hold these bytes: what a finder of the folder could read.
[[nodiscard]] std::vector<std::string> filesWith(const std::filesystem::path& below,
                                                 std::string_view bytes);

}  // namespace xiangji::test
