#include "syncd/app/key_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>

#include "syncd/app/files.hpp"

namespace xiangji::syncd {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostKeyBytes = 256 * 1024;
constexpr const char* kServerKey = "server.key";
constexpr const char* kFormer = "server-former";
constexpr const char* kTlsKey = "tls.key";
constexpr const char* kTlsCertificate = "tls.crt";
constexpr const char* kNextKey = "tls-next.key";
constexpr const char* kFresh = "fresh";
constexpr const char* kHalfFresh = "fresh.unfinished";
constexpr std::array kNeeded{kServerKey, kTlsKey, kTlsCertificate};
constexpr std::array kExchanged{kTlsKey, kTlsCertificate, kNextKey};

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

Outcome onlyOurs(const fs::path& key) {
    struct stat found{};
    if (::stat(key.c_str(), &found) != 0) {
        return Error{Fault::damaged,
                     key.string() +
                         " is missing; put it back from the backup of the keys: without it no "
                         "phone knows this centre; if there is none, syncd key replace makes new "
                         "ones (syncd/safety.md says what that costs)"};
    }
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{
            Fault::refused,
            key.string() + " can be read by other users; close it with: chmod 600 " + key.string()};
    }
    return {};
}

std::vector<Bytes> publicKeysIn(const std::string& lines) {
    std::vector<Bytes> keys;
    std::istringstream stream(lines);
    for (std::string line; stream >> line;) {
        if (auto key = fromHex(line); key && key->size() == SigningKey::kPublicBytes) {
            keys.push_back(*std::move(key));
        }
    }
    return keys;
}

}  // namespace

bool KeyFolder::nextLiesHere() const {
    return isThere(path_ / kNextKey);
}

Outcome KeyFolder::keep(const TownshipKeys& keys) const {
    XIANGJI_TRY(writeFile(path_ / kTlsCertificate, keys.tls.certificatePem()));
    XIANGJI_TRY(writeFile(path_ / kTlsKey, keys.tls.keyPem()));
    return writeFile(path_ / kServerKey, keys.server.seed());
}

Outcome KeyFolder::keepFormer(const std::vector<Bytes>& keys) const {
    std::string lines;
    for (const auto& key : keys) {
        lines += toHex(key) + "\n";
    }
    return writeFile(path_ / kFormer, lines);
}

Outcome KeyFolder::replaceMissing(const TownshipKeys& fresh) const {
    if (::mkdir(path_.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return systemError("cannot make the folder", path_, errno);
    }
    XIANGJI_TRY(finishExchange());
    const bool noServer = !isThere(path_ / kServerKey);
    const bool noWire = !isThere(path_ / kTlsKey) || !isThere(path_ / kTlsCertificate);
    if (!noServer && !noWire) {
        return Error{Fault::refused,
                     "nothing is missing in " + path_.string() +
                         "; nothing was changed; another key for the wire comes with: syncd key "
                         "rotate"};
    }
    if (noWire) {
        XIANGJI_TRY(writeFile(path_ / kTlsCertificate, fresh.tls.certificatePem()));
        XIANGJI_TRY(writeFile(path_ / kTlsKey, fresh.tls.keyPem()));
    }
    if (noServer) {
        XIANGJI_LET(former, this->former());
        for (const auto& key : fresh.formerServers) {
            if (std::ranges::find(former, key) == former.end()) {
                former.push_back(key);
            }
        }
        XIANGJI_TRY(keepFormer(former));
        XIANGJI_TRY(writeFile(path_ / kServerKey, fresh.server.seed()));
    }
    return {};
}

Result<std::vector<Bytes>> KeyFolder::former() const {
    if (!isThere(path_ / kFormer)) {
        return std::vector<Bytes>();
    }
    XIANGJI_LET(lines, readFile(path_ / kFormer, kMostKeyBytes));
    return publicKeysIn(lines);
}

Result<TownshipKeys> KeyFolder::read() const {
    XIANGJI_TRY(finishExchange());
    for (const auto* name : kNeeded) {
        XIANGJI_TRY(onlyOurs(path_ / name));
    }
    XIANGJI_LET(seed, readFile(path_ / kServerKey, kMostKeyBytes));
    XIANGJI_LET(key, readFile(path_ / kTlsKey, kMostKeyBytes));
    XIANGJI_LET(certificate, readFile(path_ / kTlsCertificate, kMostKeyBytes));
    auto server = SigningKey::fromSeed(seed);
    auto tls = TlsIdentity::fromPem(std::move(certificate), std::move(key));
    if (!server || !tls) {
        return Error{
            Fault::damaged,
            "the keys in " + path_.string() + " are damaged (" +
                (server ? tls.error() : server.error()).detail +
                "); put them back from their backup: without them no phone knows this centre"};
    }
    TownshipKeys keys{*std::move(server), *std::move(tls)};
    XIANGJI_LET(formerServers, former());
    keys.formerServers = std::move(formerServers);
    return keys;
}

Result<TlsIdentity> KeyFolder::next(const fs::path& file) const {
    const auto from = file.empty() ? path_ / kNextKey : file;
    auto pem = readFile(from, kMostKeyBytes);
    if (!pem) {
        return Error{pem.error().fault,
                     pem.error().detail +
                         "; the next key lies where you took it, in the safe: give it with --next "
                         "FILE; if it is lost, syncd key next makes another"};
    }
    auto next = TlsIdentity::fromKey(*std::move(pem));
    return next ? next : Error{next.error().fault, from.string() + ": " + next.error().detail};
}

Outcome KeyFolder::exchange(const TlsIdentity& tls, const TlsIdentity& next) const {
    std::error_code ignored;
    const auto half = path_ / kHalfFresh;
    fs::remove_all(half, ignored);
    if (::mkdir(half.c_str(), S_IRWXU) != 0) {
        return systemError("cannot make the folder", half, errno);
    }
    XIANGJI_TRY(writeFile(half / kTlsKey, tls.keyPem()));
    XIANGJI_TRY(writeFile(half / kTlsCertificate, tls.certificatePem()));
    XIANGJI_TRY(writeFile(half / kNextKey, next.keyPem()));
    XIANGJI_TRY(syncFolder(half));
    // From this name on the exchange is decided, whoever finishes it.
    if (::rename(half.c_str(), (path_ / kFresh).c_str()) != 0) {
        return systemError("cannot put in place", path_ / kFresh, errno);
    }
    XIANGJI_TRY(syncFolder(path_));
    return finishExchange();
}

Outcome KeyFolder::finishExchange() const {
    const auto fresh = path_ / kFresh;
    if (!isThere(fresh)) {
        return {};
    }
    for (const auto* name : kExchanged) {
        if (isThere(fresh / name) &&
            ::rename((fresh / name).c_str(), (path_ / name).c_str()) != 0) {
            return systemError("cannot put in place", path_ / name, errno);
        }
    }
    XIANGJI_TRY(syncFolder(path_));
    if (::rmdir(fresh.c_str()) != 0) {
        return systemError("cannot remove", fresh, errno);
    }
    return syncFolder(path_);
}

}  // namespace xiangji::syncd
