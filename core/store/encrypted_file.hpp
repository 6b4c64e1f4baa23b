#pragma once

#include <filesystem>

#include "core/base/result.hpp"
#include "core/store/file_key.hpp"

namespace xiangji {

/// Puts an empty encrypted database where there is no file: it has its name only once it is whole,
/// so that its beginning is never half there. What a log of an earlier file left beside it goes, as
/// SQLite itself would have it. Needs `canEncryptFiles()`.
[[nodiscard]] Outcome beginEncrypted(const std::filesystem::path& file, const FileKey& key);

/// Encrypts a database that lies in the clear: written anew beside it (`….new`), read through page
/// by page, made durable, and only then put in its place. Whatever ends it in between, one whole
/// file has the name, in the clear or not; what was left over goes at the next call. Nobody else
/// has the file open. The disk's own blocks keep what was there until something else is written to
/// them. Needs `canEncryptFiles()`. Faults, the file left as it is: busy, damaged, diskFull,
/// failed.
[[nodiscard]] Outcome encryptFile(const std::filesystem::path& file, const FileKey& key);

}  // namespace xiangji
