#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <functional>

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// What lies in a backup folder, as its manifest.json has it:
///   central.db      one whole database file
///   central.db-archive/   the segments of the log that it names, if there are any
///   manifest.json   {"format":1,"server","epoch","lsn","headHash","takenMs","schema","bytes",
///                   "blake2b","segments"}: hashes in hex, blake2b (256 bits) of central.db
/// Keys are not in it, nor are revocations of later: they have copies of their own.
struct Backup {
    Id server;
    Id epoch;
    Lsn lsn = 0;
    Bytes headHash;
    Instant takenMs = 0;
    int schema = 0;
    std::uint64_t sizeBytes = 0;
    Bytes checksum;
    std::uint64_t segments = 0;
};

/// As in manifest.json.
[[nodiscard]] boost::json::object toldBackup(const Backup& backup);

/// Makes a backup folder: written beside under another name, checked page by page, made durable,
/// and renamed; so it is whole or not there. `copy` writes the database to a file. Faults: refused
/// (the folder is there already), diskFull, notFound (the folder it should stand in).
[[nodiscard]] Result<Backup> makeBackup(
    const std::filesystem::path& folder,
    const std::function<Outcome(const std::filesystem::path&)>& copy, const Id& ownDevice,
    Instant nowMs);

/// A backup folder, checked whole: manifest, checksum, every page, and that it is this centre's.
/// Faults: notFound, damaged, refused (another centre's), unsupported (a newer program's).
[[nodiscard]] Result<Backup> checkBackup(const std::filesystem::path& folder, const Id& ownDevice);

}  // namespace xiangji::syncd
