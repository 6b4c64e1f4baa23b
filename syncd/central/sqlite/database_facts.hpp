#pragma once

#include <filesystem>

#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// What a central database's file says of itself.
struct DatabaseFacts {
    int schema = 0;
    CentralIdentity identity;
    LogHead head;
    bool knowsDevice = false;
    std::uint64_t segments = 0;
};

/// Reads a file without changing a byte of it, after walking all its pages and comparing every
/// segment that it names. `device` is one that it
/// should know: the centre's own. Faults: damaged, notFound, unsupported (a newer program's).
[[nodiscard]] Result<DatabaseFacts> factsOf(const std::filesystem::path& file, const Id& device);

}  // namespace xiangji::syncd
