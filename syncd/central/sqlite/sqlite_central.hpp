#pragma once

#include <filesystem>
#include <memory>

#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// The central database in one SQLite file (WAL, synchronous=FULL), made or brought to the
/// catalogue where needed. One connection writes and checkpoints; readers have their own, each call
/// one snapshot. Faults: damaged, diskFull, notFound (the folder), unsupported (written by a newer
/// syncd).
[[nodiscard]] Result<std::unique_ptr<Central>> openSqliteCentral(const std::filesystem::path& file,
                                                                 const Catalogue& catalogue);

}  // namespace xiangji::syncd
