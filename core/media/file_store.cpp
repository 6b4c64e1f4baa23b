#include "core/media/file_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/hash.hpp"
#include "core/media/limits.hpp"

namespace xiangji {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSha256Bytes = 32;

Error systemFault(const char* doing, const fs::path& path, int code) {
    const bool full = code == ENOSPC || code == EDQUOT;
    return {
        full             ? Fault::diskFull
        : code == ENOENT ? Fault::notFound
                         : Fault::failed,
        std::string(doing) + " " + path.string() + ": " +
            (full ? "there is no room left; make some, nothing was lost" : std::strerror(code))};
}

/// An open file that is closed however a call ends.
class Opened {
 public:
    Opened(const fs::path& path, int flags)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
    ~Opened() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool good() const { return number_ >= 0; }

 private:
    int number_;
};

Outcome syncFolder(const fs::path& folder) {
    const Opened opened(folder, O_RDONLY | O_DIRECTORY);
    if (!opened.good() || ::fsync(opened.number()) != 0) {
        return systemFault("cannot sync", folder, errno);
    }
    return {};
}

/// Makes a folder and what lies above it, each durable in its parent.
Outcome makeFolder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), S_IRWXU) == 0) {
        return syncFolder(folder.parent_path());
    }
    if (errno == EEXIST) {
        return {};
    }
    if (errno == ENOENT && folder.has_parent_path() && folder.parent_path() != folder) {
        XIANGJI_TRY(makeFolder(folder.parent_path()));
        return makeFolder(folder);
    }
    return systemFault("cannot make the folder", folder, errno);
}

Outcome writeAll(const Opened& file, const fs::path& path, std::string_view bytes) {
    while (!bytes.empty()) {
        auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return systemFault("cannot write", path, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return {};
}

Outcome moveDurably(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return systemFault("cannot rename to", to, errno);
    }
    return syncFolder(to.parent_path());
}

Outcome removed(const fs::path& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return systemFault("cannot remove", path, errno);
    }
    return {};
}

std::uint64_t sizeOf(const fs::path& path) {
    struct stat found{};
    return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode)
               ? static_cast<std::uint64_t>(found.st_size)
               : 0;
}

bool isFile(const fs::path& path) {
    struct stat found{};
    return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

}  // namespace

Outcome writeDurably(const fs::path& path, std::string_view bytes) {
    XIANGJI_TRY(makeFolder(path.parent_path()));
    const fs::path beside = path.string() + ".new";
    auto written = [&]() -> Outcome {
        const Opened file(beside, O_WRONLY | O_CREAT | O_TRUNC);
        if (!file.good()) {
            return systemFault("cannot write", beside, errno);
        }
        XIANGJI_TRY(writeAll(file, beside, bytes));
        if (::fsync(file.number()) != 0) {
            return systemFault("cannot sync", beside, errno);
        }
        return {};
    }();
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    return moveDurably(beside, path);
}

Result<Bytes> readWhole(const fs::path& path, std::uint64_t most) {
    const Opened file(path, O_RDONLY);
    struct stat found{};
    if (!file.good() || ::fstat(file.number(), &found) != 0) {
        return systemFault("cannot read", path, errno);
    }
    if (!S_ISREG(found.st_mode)) {
        return Error{Fault::invalid, path.string() + " is no file"};
    }
    if (static_cast<std::uint64_t>(found.st_size) > most) {
        return Error{Fault::invalid, path.string() + " has " +
                                         std::to_string(found.st_size / 1024) + " KiB; at most " +
                                         std::to_string(most / 1024) + " KiB are kept"};
    }
    Bytes bytes(static_cast<std::size_t>(found.st_size), '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto count = ::read(file.number(), bytes.data() + at, bytes.size() - at);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return systemFault("cannot read", path, count < 0 ? errno : EIO);
        }
        at += static_cast<std::size_t>(count);
    }
    return bytes;
}

fs::path FileStore::path(const Bytes& sha256) const {
    const auto name = toHex(sha256);
    return root_ / name.substr(0, 2) / name.substr(2);
}

fs::path FileStore::partPath(const Id& owner, const Bytes& sha256) const {
    return root_ / "parts" / owner.text() / toHex(sha256);
}

fs::path FileStore::thumbPath(const Id& row) const {
    return root_ / "thumbs" / row.text().substr(row.text().size() - 2) / (row.text() + ".jpg");
}

Result<Bytes> FileStore::keep(std::string_view bytes) {
    auto name = sha256(bytes);
    const std::scoped_lock lock(mutex_);
    if (!has(name)) {
        XIANGJI_TRY(writeDurably(path(name), bytes));
    }
    return name;
}

bool FileStore::has(const Bytes& sha256) const {
    return sha256.size() == kSha256Bytes && isFile(path(sha256));
}

Result<Bytes> FileStore::read(const Bytes& sha256, std::uint64_t offset, std::size_t most) const {
    const auto from = path(sha256);
    const Opened file(from, O_RDONLY);
    if (!file.good()) {
        return systemFault("cannot read", from, errno);
    }
    Bytes bytes(most, '\0');
    std::size_t at = 0;
    while (at < most) {
        const auto count =
            ::pread(file.number(), bytes.data() + at, most - at, static_cast<off_t>(offset + at));
        if (count < 0 && errno != EINTR) {
            return systemFault("cannot read", from, errno);
        }
        if (count == 0) {
            break;
        }
        at += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    bytes.resize(at);
    return bytes;
}

Result<std::uint64_t> FileStore::size(const Bytes& sha256) const {
    if (!has(sha256)) {
        return Error{Fault::notFound, "there is no file " + toHex(sha256)};
    }
    return sizeOf(path(sha256));
}

Outcome FileStore::forget(const Bytes& sha256) {
    const std::scoped_lock lock(mutex_);
    return removed(path(sha256));
}

std::uint64_t FileStore::partSize(const Id& owner, const Bytes& sha256) const {
    return sizeOf(partPath(owner, sha256));
}

Result<std::uint64_t> FileStore::append(const Id& owner, const Bytes& sha256, std::uint64_t offset,
                                        std::string_view bytes) {
    const std::scoped_lock lock(mutex_);
    const auto part = partPath(owner, sha256);
    const auto held = sizeOf(part);
    if (offset != held) {
        return std::uint64_t{held};
    }
    if (held + bytes.size() > kMaxMediaBytes) {
        return Error{Fault::invalid, "a file has at most 32 MiB"};
    }
    XIANGJI_TRY(makeFolder(part.parent_path()));
    const Opened file(part, O_WRONLY | O_CREAT | O_APPEND);
    if (!file.good()) {
        return systemFault("cannot write", part, errno);
    }
    if (auto written = writeAll(file, part, bytes); !written) {
        // Half a chunk is no chunk: the next one would not fit to it.
        if (::ftruncate(file.number(), static_cast<off_t>(held)) != 0) {
            (void)removed(part);
        }
        return written.error();
    }
    return held + bytes.size();
}

Outcome FileStore::finish(const Id& owner, const Bytes& sha256) {
    const std::scoped_lock lock(mutex_);
    const auto part = partPath(owner, sha256);
    XIANGJI_LET(bytes, readWhole(part, kMaxMediaBytes));
    if (xiangji::sha256(bytes) != sha256) {
        XIANGJI_TRY(removed(part));
        return Error{Fault::damaged,
                     "a file arrived with other bytes than its name says; it is sent again from "
                     "its beginning"};
    }
    const auto whole = path(sha256);
    XIANGJI_TRY(makeFolder(whole.parent_path()));
    {
        const Opened file(part, O_WRONLY);
        if (!file.good() || ::fsync(file.number()) != 0) {
            return systemFault("cannot sync", part, errno);
        }
    }
    return moveDurably(part, whole);
}

std::uint64_t FileStore::partBytes(const Id& owner) const {
    std::uint64_t bytes = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(root_ / "parts" / owner.text(), none)) {
        bytes += sizeOf(entry.path());
    }
    return bytes;
}

Outcome FileStore::forgetPart(const Id& owner, const Bytes& sha256) {
    const std::scoped_lock lock(mutex_);
    return removed(partPath(owner, sha256));
}

Outcome FileStore::forgetParts(const Bytes& sha256) {
    const std::scoped_lock lock(mutex_);
    std::error_code none;
    for (const auto& owner : fs::directory_iterator(root_ / "parts", none)) {
        XIANGJI_TRY(removed(owner.path() / toHex(sha256)));
    }
    return {};
}

Outcome FileStore::keepThumb(const Id& row, std::string_view jpeg) {
    const std::scoped_lock lock(mutex_);
    return writeDurably(thumbPath(row), jpeg);
}

bool FileStore::hasThumb(const Id& row) const {
    return isFile(thumbPath(row));
}

Result<Bytes> FileStore::readThumb(const Id& row) const {
    return readWhole(thumbPath(row), kMaxThumbBytes);
}

Outcome FileStore::forgetThumb(const Id& row) {
    const std::scoped_lock lock(mutex_);
    return removed(thumbPath(row));
}

void FileStore::each(
    const std::function<void(const Bytes& sha256, std::uint64_t bytes)>& visit) const {
    std::error_code none;
    for (const auto& folder : fs::directory_iterator(root_, none)) {
        const auto head = folder.path().filename().string();
        if (head.size() != 2) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(folder.path(), none)) {
            const auto name = fromHex(head + entry.path().filename().string());
            if (name && name->size() == kSha256Bytes) {
                visit(*name, sizeOf(entry.path()));
            }
        }
    }
}

}  // namespace xiangji
