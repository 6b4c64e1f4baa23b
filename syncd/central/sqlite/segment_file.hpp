#pragma once

#include <filesystem>
#include <map>
#include <memory>

#include "core/store/connection.hpp"
#include "syncd/central/archive.hpp"

namespace xiangji::syncd {

// One segment's file: a plain SQLite file of two tables, written whole and never changed. All throw
// SqlFault.

/// Writes a new file with the lines of `from`'s `_log` that belong to the segment, some with
/// another change, and makes it durable; its checksum, once it was read back.
[[nodiscard]] Bytes writeSegment(Connection& from, const std::filesystem::path& file,
                                 const Segment& segment, const std::map<Lsn, Bytes>& changed = {});

/// For reading. Faults: notFound (it is away), damaged (it is no segment, or another one).
[[nodiscard]] std::unique_ptr<Connection> openSegment(const std::filesystem::path& file,
                                                      const Segment& segment);

/// What a file says of itself, without its name and checksum. Faults: notFound, damaged.
[[nodiscard]] Segment headerOf(const std::filesystem::path& file);

/// Over every column of every line, in order.
[[nodiscard]] Bytes checksumOf(Connection& segment);

/// The whole file read and compared. Faults: notFound, damaged as above; invalid (its lines are not
/// what they were).
void lookAtSegment(const std::filesystem::path& file, const Segment& segment);

}  // namespace xiangji::syncd
