#include "syncd/central/sqlite/allowed_memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>

namespace xiangji::syncd {

namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

/// Of a file of one number; "max" and whatever else limits nothing.
std::uint64_t limitIn(const std::filesystem::path& file) {
    std::string text;
    std::ifstream stream(file);
    std::getline(stream, text);
    std::uint64_t limit = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, limit);
    return read.ec != std::errc() || read.ptr != end ? kNoLimit : limit;
}

/// `group` lies below `root`, named from there.
std::uint64_t limitUpFrom(std::filesystem::path group, const std::filesystem::path& root,
                          std::initializer_list<const char*> files) {
    std::uint64_t least = kNoLimit;
    for (;; group = group.parent_path()) {
        for (const char* file : files) {
            least = std::min(least, limitIn(root / group / file));
        }
        if (group.empty()) {
            return least;
        }
    }
}

bool lists(std::string_view controllers, std::string_view wanted) {
    while (!controllers.empty()) {
        const auto comma = std::min(controllers.find(','), controllers.size());
        if (controllers.substr(0, comma) == wanted) {
            return true;
        }
        controllers.remove_prefix(std::min(comma + 1, controllers.size()));
    }
    return false;
}

}  // namespace

std::uint64_t machineMemoryBytes() {
    const auto pages = sysconf(_SC_PHYS_PAGES);
    const auto size = sysconf(_SC_PAGESIZE);
    return pages < 0 || size < 0
               ? 0
               : static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size);
}

std::uint64_t groupLimitBytes(const std::filesystem::path& ownGroups,
                              const std::filesystem::path& groups) {
    std::uint64_t least = kNoLimit;
    std::ifstream lines(ownGroups);
    for (std::string line; std::getline(lines, line);) {
        // hierarchy:controllers:/path
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) {
            continue;
        }
        const auto controllers = std::string_view(line).substr(first + 1, second - first - 1);
        const auto group = std::filesystem::path(line.substr(second + 1)).relative_path();
        if (controllers.empty()) {
            least = std::min(least, limitUpFrom(group, groups, {"memory.max", "memory.high"}));
        } else if (lists(controllers, "memory")) {
            least =
                std::min(least, limitUpFrom(group, groups / "memory", {"memory.limit_in_bytes"}));
        }
    }
    return least;
}

}  // namespace xiangji::syncd
