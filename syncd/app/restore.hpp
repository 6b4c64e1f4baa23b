#pragma once

#include <filesystem>

#include "syncd/app/backup.hpp"

namespace xiangji::syncd {

struct Restored {
    Backup backup;
    Epoch epoch;                  ///< the new life
    std::filesystem::path aside;  ///< where what lay there is now; empty where nothing did
    std::size_t revocations = 0;  ///< carried out again
    std::size_t erasures = 0;     ///< the same
};

/// Puts a backup in place of a township's central database: what lay there is moved aside, never
/// deleted; the database begins a new life that names the one it comes from; revocations are
/// carried out again. Every error comes before anything was changed. A crash in the middle leaves
/// the old or the new database, and whatever opens the folder next finishes it.
[[nodiscard]] Result<Restored> restoreTownship(const std::filesystem::path& data,
                                               const std::filesystem::path& backup);

}  // namespace xiangji::syncd
