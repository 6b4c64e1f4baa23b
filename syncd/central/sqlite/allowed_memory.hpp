#pragma once

#include <cstdint>
#include <filesystem>

namespace xiangji::syncd {

/// Bytes this process may take: the machine's memory, or less where its control group or one above
/// it is limited (systemd's MemoryMax and MemoryHigh, a container's limit; cgroups(7), both
/// versions). 0 = nothing tells.
[[nodiscard]] std::uint64_t allowedMemoryBytes();

/// The least limit along the groups that `ownGroups` lists, each up to its root under `groups`.
/// What cannot be read limits nothing; no limit is the greatest number.
[[nodiscard]] std::uint64_t groupLimitBytes(const std::filesystem::path& ownGroups,
                                            const std::filesystem::path& groups);

}  // namespace xiangji::syncd
