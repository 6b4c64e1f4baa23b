#include "tests/support/files_with.hpp"

#include <fstream>
#include <iterator>

namespace xiangji::test {

std::vector<std::string> filesWith(const std::filesystem::path& below, std::string_view bytes) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(below)) {
        if (!entry.is_regular_file()) {
            continue;
        }
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string all{std::istreambuf_iterator<char>(in), {}};
        if (all.find(bytes) != std::string::npos) {
            found.push_back(entry.path().string());
        }
    }
    return found;
}

}  // namespace xiangji::test
