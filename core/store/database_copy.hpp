#pragma once

#include <filesystem>

#include "core/store/connection.hpp"

namespace xiangji {

/// Copies a whole database, as `from` sees it at this moment, into one new file that needs no
/// write-ahead log beside it, and makes it durable; encrypted if it is, under the same key. Others
/// may read and write meanwhile. Throws SqlFault; what it has begun is then removed.
void copyDatabase(Connection& from, const std::filesystem::path& to);

/// Makes a file, or the names in a folder, durable. Faults: diskFull, failed.
[[nodiscard]] Outcome syncFile(const std::filesystem::path& file);

/// Walks every page and index of a database file, encrypted if there is a key. Faults: damaged,
/// notFound.
[[nodiscard]] Outcome checkDatabase(const std::filesystem::path& file,
                                    const FileKey* key = nullptr);

}  // namespace xiangji
