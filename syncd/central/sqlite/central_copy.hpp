#pragma once

#include <cstdint>
#include <filesystem>

#include "core/store/connection.hpp"

namespace xiangji::syncd {

/// Copies a whole central database as `from` sees it at this moment: into one new file, and the
/// segments it names, which lie in `archive`, into a folder beside that. A segment is a hard link
/// where it can be, also of one that a copy in a folder beside has already: their files never
/// change. Each is read and compared; all is durable when it returns. Throws SqlFault; what it has
/// begun is then removed.
void copyCentral(Connection& from, const std::filesystem::path& archive,
                 const std::filesystem::path& to);

/// Reads every segment that a database names and compares it; how many there are. Throws SqlFault.
[[nodiscard]] std::uint64_t checkSegments(Connection& sql, const std::filesystem::path& database);

}  // namespace xiangji::syncd
