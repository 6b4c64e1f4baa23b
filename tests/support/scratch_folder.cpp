#include "tests/support/scratch_folder.hpp"

#include <unistd.h>

#include <stdexcept>

namespace xiangji::test {

ScratchFolder::ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "xiangji-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no scratch folder");
    }
    path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace xiangji::test
