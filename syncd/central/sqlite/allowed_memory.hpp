#pragma once

#include <cstdint>
#include <filesystem>

namespace xiangji::syncd {

/// 0 = it does not say.
[[nodiscard]] std::uint64_t machineMemoryBytes();

/// What this process's control group or one above it may take at most: systemd's MemoryMax and
/// MemoryHigh, a container's limit (cgroups(7), both versions, the second mounted by itself).
/// Reads the groups that `ownGroups` lists, each up to its root under `groups`; what cannot be read
/// limits nothing, and no limit is the greatest number.
[[nodiscard]] std::uint64_t groupLimitBytes(
    const std::filesystem::path& ownGroups = "/proc/self/cgroup",
    const std::filesystem::path& groups = "/sys/fs/cgroup");

}  // namespace xiangji::syncd
