#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "core/base/random.hpp"
#include "core/client/key_seat.hpp"
#include "core/store/phone_database.hpp"

namespace xiangji {

inline constexpr std::string_view kDatabaseKey = "database.key";

struct OpenedDatabase {
    std::unique_ptr<PhoneDatabase> database;
    /// Why it lies in the clear; none: it is encrypted. unsupported: this program cannot. Else it
    /// could not be encrypted just now (diskFull, damaged, busy, failed, notFound: no keys), and
    /// the next opening tries again.
    std::optional<Fault> clearBecause;
};

/// Opens a home's database as it lies there. Where the SQLite of this program can encrypt, a new
/// one is begun encrypted, and one in the clear is encrypted first; if that cannot be (no room, a
/// damaged page), it is opened in the clear as before, and the next opening tries again. A file
/// that does not go with the key is never opened, so nothing of it changes and nothing is put in
/// its place. Faults: unsupported (encrypted, and this program cannot), notFound (its key is gone),
/// untrusted (another one's key, or a damaged beginning), and what database and seat say.
[[nodiscard]] Result<OpenedDatabase> openDatabase(const std::filesystem::path& file, KeySeat& keys,
                                                  Random& random);

/// The key under which a file lies, for who only reads it; nothing where it lies in the clear.
/// Faults as above.
[[nodiscard]] Result<std::optional<FileKey>> keyOfFile(const std::filesystem::path& file,
                                                       KeySeat& keys);

}  // namespace xiangji
