#include "core/store/file_key.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/base/hash.hpp"
#include "core/store/connection.hpp"

namespace xiangji {

namespace {

constexpr std::string_view kClearBeginning{"SQLite format 3\0", FileKey::kMarkBytes};
constexpr std::string_view kRaw = "raw:";

/// The first bytes, as many as there are; none where there is no file.
Result<Bytes> beginningOf(const std::filesystem::path& file) {
    const int in = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    std::array<char, FileKey::kMarkBytes> bytes{};
    const auto size = in < 0 ? -1 : ::pread(in, bytes.data(), bytes.size(), 0);
    const int fault = errno;
    if (in >= 0) {
        ::close(in);
    }
    if (size < 0) {
        return in < 0 && fault == ENOENT
                   ? Result<Bytes>(Bytes())
                   : Error{Fault::failed, file.string() + ": " + std::strerror(fault)};
    }
    return Bytes(bytes.data(), static_cast<std::size_t>(size));
}

}  // namespace

Result<FileKey> FileKey::of(Bytes secret) {
    if (secret.size() != kBytes) {
        return Error{Fault::damaged,
                     "the key of this home's database (database.key) cannot be read; nothing was "
                     "changed; put it back from a copy"};
    }
    return FileKey(std::move(secret));
}

Bytes FileKey::mark() const {
    return hashOfParts({"xiangji file mark", secret_}).substr(0, kMarkBytes);
}

std::string FileKey::hex() const {
    return toHex(Bytes(kRaw) + secret_ + mark());
}

Result<FileForm> formOf(const std::filesystem::path& file, const FileKey* key) {
    XIANGJI_LET(beginning, beginningOf(file));
    if (beginning.empty()) {
        return FileForm::none;
    }
    if (beginning == kClearBeginning) {
        return FileForm::clear;
    }
    return key != nullptr && beginning == key->mark() ? FileForm::sealed : FileForm::other;
}

bool canEncryptFiles() {
    static const bool kCan = [] {
        // What does not know the cipher says an error, or nothing.
        const auto named = guarded([] {
            const auto sql = Connection::open("", Connection::Mode::write);
            if (!sql) {
                throw SqlFault(sql.error());
            }
            auto query = (*sql)->statement("PRAGMA cipher = 'chacha20'");
            return query.step() ? query.text(0) : std::string();
        });
        return named && *named == "chacha20";
    }();
    return kCan;
}

}  // namespace xiangji
