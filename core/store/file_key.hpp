#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// The key under which a whole database file lies encrypted: 32 random bytes, for ChaCha20-Poly1305
/// as SQLite3 Multiple Ciphers has it (`chacha20`, `legacy=0`), given as `raw:` key, so that no
/// rounds are spent on what is random already. Where that cipher keeps the salt of a passphrase,
/// the first 16 bytes of the file, lies a mark of the key: whether file and key belong together is
/// known before anything is opened, and a file in the clear begins otherwise.
class FileKey {
 public:
    static constexpr std::size_t kBytes = 32;
    static constexpr std::size_t kMarkBytes = 16;

    /// Faults: damaged (not 32 bytes).
    [[nodiscard]] static Result<FileKey> of(Bytes secret);

    /// A hash that tells nothing of the key.
    [[nodiscard]] Bytes mark() const;
    /// As SQLite takes it after `PRAGMA hexkey`, or in the name of a file.
    [[nodiscard]] std::string hex() const;

 private:
    explicit FileKey(Bytes secret) : secret_(std::move(secret)) {}
    Bytes secret_;
};

/// How a database file lies on the disk.
enum class FileForm {
    none,    ///< no such file, or an empty one
    clear,   ///< anybody can read it
    sealed,  ///< encrypted under the key
    other,   ///< under another key, or its beginning is damaged
};

/// By the file's first bytes; nothing is opened. Without a key no file is `sealed`. Faults: failed.
[[nodiscard]] Result<FileForm> formOf(const std::filesystem::path& file, const FileKey* key);

/// Whether the SQLite of this program has the cipher; asked of it once.
[[nodiscard]] bool canEncryptFiles();

}  // namespace xiangji
