#include "syncd/app/backup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <cerrno>

#include "core/base/running_hash.hpp"
#include "syncd/app/files.hpp"
#include "syncd/central/sqlite/database_facts.hpp"

namespace xiangji::syncd {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr int kFormat = 1;
constexpr std::size_t kMostManifestBytes = 64 * 1024;
constexpr std::size_t kPieceBytes = 1024 * 1024;
constexpr const char* kDatabase = "central.db";
constexpr const char* kManifest = "manifest.json";

Result<Bytes> hashOfFile(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) {
        return systemError("cannot read", path, errno);
    }
    RunningHash hash;
    Bytes piece(kPieceBytes, '\0');
    for (;;) {
        const auto got = ::read(file.number(), piece.data(), piece.size());
        if (got < 0) {
            return systemError("cannot read", path, errno);
        }
        if (got == 0) {
            return hash.take();
        }
        hash.add({piece.data(), static_cast<std::size_t>(got)});
    }
}

Error noManifest(const fs::path& path, const std::string& what) {
    return {Fault::damaged,
            path.string() + " " + what + "; nothing was changed; take another backup"};
}

Result<Backup> readManifest(const fs::path& path) {
    XIANGJI_LET(text, readFile(path, kMostManifestBytes));
    try {
        const auto object = json::parse(text).as_object();
        if (object.at("format").to_number<int>() > kFormat) {
            return Error{Fault::unsupported, path.string() +
                                                 " was written by a newer syncd; nothing was "
                                                 "changed; use the newer program"};
        }
        const auto id = [&](const char* name) {
            return Id::parse(std::string_view(object.at(name).as_string())).value();
        };
        const auto bytes = [&](const char* name) {
            return fromHex(std::string_view(object.at(name).as_string())).value();
        };
        return Backup{.server = id("server"),
                      .epoch = id("epoch"),
                      .lsn = object.at("lsn").to_number<Lsn>(),
                      .headHash = bytes("headHash"),
                      .takenMs = object.at("takenMs").to_number<Instant>(),
                      .schema = object.at("schema").to_number<int>(),
                      .sizeBytes = object.at("bytes").to_number<std::uint64_t>(),
                      .checksum = bytes("blake2b"),
                      .segments = object.contains("segments")
                                      ? object.at("segments").to_number<std::uint64_t>()
                                      : 0};
    } catch (const std::exception&) {
        return noManifest(path, "cannot be read");
    }
}

Result<Backup> described(const fs::path& database, const Id& ownDevice, Instant nowMs) {
    XIANGJI_LET(facts, factsOf(database, ownDevice));
    XIANGJI_LET(checksum, hashOfFile(database));
    std::error_code fault;
    const auto size = fs::file_size(database, fault);
    if (fault) {
        return systemError("cannot read", database, fault.value());
    }
    return Backup{.server = facts.identity.server,
                  .epoch = facts.identity.epoch,
                  .lsn = facts.head.lsn,
                  .headHash = facts.head.hash,
                  .takenMs = nowMs,
                  .schema = facts.schema,
                  .sizeBytes = size,
                  .checksum = checksum,
                  .segments = facts.segments};
}

Result<Backup> written(const fs::path& fresh, const std::function<Outcome(const fs::path&)>& copy,
                       const Id& ownDevice, Instant nowMs) {
    if (::mkdir(fresh.c_str(), S_IRWXU) != 0) {
        return systemError("cannot make the folder", fresh, errno);
    }
    XIANGJI_TRY(copy(fresh / kDatabase));
    XIANGJI_LET(backup, described(fresh / kDatabase, ownDevice, nowMs));
    XIANGJI_TRY(writeFile(fresh / kManifest, json::serialize(toldBackup(backup)) + "\n"));
    return backup;
}

}  // namespace

json::object toldBackup(const Backup& backup) {
    return {{"format", kFormat},
            {"server", backup.server.text()},
            {"epoch", backup.epoch.text()},
            {"lsn", backup.lsn},
            {"headHash", toHex(backup.headHash)},
            {"takenMs", backup.takenMs},
            {"schema", backup.schema},
            {"bytes", backup.sizeBytes},
            {"blake2b", toHex(backup.checksum)},
            {"segments", backup.segments}};
}

Result<Backup> makeBackup(const fs::path& folder,
                          const std::function<Outcome(const fs::path&)>& copy, const Id& ownDevice,
                          Instant nowMs) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(folder, ignored))) {
        return Error{Fault::refused, folder.string() +
                                         " is there already; nothing was changed; a backup needs a "
                                         "name of its own"};
    }
    // What an interrupted backup of this name left is nobody's.
    fs::path fresh = folder;
    fresh += ".unfinished";
    fs::remove_all(fresh, ignored);
    auto backup = written(fresh, copy, ownDevice, nowMs);
    if (backup && ::rename(fresh.c_str(), folder.c_str()) != 0) {
        backup = systemError("cannot write", folder, errno);
    }
    if (!backup) {
        fs::remove_all(fresh, ignored);
        return backup.error();
    }
    XIANGJI_TRY(syncFolder(folder.parent_path()));
    return backup;
}

Result<Backup> checkBackup(const fs::path& folder, const Id& ownDevice) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        return Error{Fault::notFound,
                     "there is no backup " + folder.string() + "; nothing was changed"};
    }
    if (!fs::exists(folder / kManifest, ignored) || !fs::exists(folder / kDatabase, ignored)) {
        return Error{Fault::damaged, folder.string() +
                                         " is no whole backup: central.db and manifest.json belong "
                                         "to it; nothing was changed"};
    }
    XIANGJI_LET(backup, readManifest(folder / kManifest));
    XIANGJI_LET(checksum, hashOfFile(folder / kDatabase));
    if (checksum != backup.checksum) {
        return Error{Fault::damaged, (folder / kDatabase).string() +
                                         " is not as it was when the backup was made (its checksum "
                                         "differs); nothing was changed; take another backup"};
    }
    XIANGJI_LET(facts, factsOf(folder / kDatabase, ownDevice));
    if (facts.identity.server != backup.server || facts.identity.epoch != backup.epoch ||
        facts.head.lsn != backup.lsn || facts.head.hash != backup.headHash) {
        return Error{Fault::damaged, folder.string() +
                                         ": manifest.json speaks of another database; nothing was "
                                         "changed; take another backup"};
    }
    if (!facts.knowsDevice) {
        return Error{Fault::refused, folder.string() +
                                         " is another centre's backup (its database does not know "
                                         "the key in keys/server.key); nothing was changed"};
    }
    return backup;
}

}  // namespace xiangji::syncd
