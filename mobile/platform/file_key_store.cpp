#include "mobile/platform/file_key_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace xiangji {

namespace {

constexpr std::size_t kNameLength = 64;
constexpr std::size_t kSecretBytes = 65536;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

/// A descriptor that closes itself.
class OpenFile {
 public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    ~OpenFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] bool isOpen() const { return descriptor_ >= 0; }

 private:
    int descriptor_;
};

Error systemError(const std::string& what, const std::filesystem::path& path) {
    const int reason = errno;
    const Fault fault = reason == ENOENT                       ? Fault::notFound
                        : reason == ENOSPC || reason == EDQUOT ? Fault::diskFull
                                                               : Fault::failed;
    return Error{fault, "the key file " + path.string() + " can't be " + what + ": " +
                            std::strerror(reason)};
}

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

Outcome writeAll(const OpenFile& file, const Bytes& bytes, const std::filesystem::path& path) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(file.descriptor(), bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno != EINTR) {
            return systemError("written", path);
        }
        done += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    if (::fsync(file.descriptor()) != 0) {
        return systemError("made durable", path);
    }
    return {};
}

Result<Bytes> readAll(const OpenFile& file, const std::filesystem::path& path) {
    Bytes bytes;
    std::array<char, 4096> buffer{};
    while (true) {
        const ssize_t count = ::read(file.descriptor(), buffer.data(), buffer.size());
        if (count < 0 && errno != EINTR) {
            return systemError("read", path);
        }
        if (count == 0) {
            return bytes;
        }
        bytes.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (bytes.size() > kSecretBytes) {
            return Error{Fault::damaged,
                         "the key file " + path.string() + " is too long to be a key"};
        }
    }
}

}  // namespace

Result<std::filesystem::path> FileKeyStore::placeOf(const std::string& name) const {
    const bool good = !name.empty() && name.size() <= kNameLength && isPlain(name.front()) &&
                      std::all_of(name.begin(), name.end(), [](char c) {
                          return isPlain(c) || c == '.' || c == '_' || c == '-';
                      });
    if (!good) {
        return Error{Fault::invalid,
                     "\"" + name + "\" is no name for a key: use a-z, 0-9, '.', '_', '-'"};
    }
    return folder_ / name;
}

Result<Bytes> FileKeyStore::load(const std::string& name) {
    XIANGJI_LET(path, placeOf(name));
    const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.isOpen()) {
        return systemError("opened", path);
    }
    struct stat status{};
    if (::fstat(file.descriptor(), &status) != 0) {
        return systemError("examined", path);
    }
    if (!S_ISREG(status.st_mode)) {
        return Error{Fault::damaged, "the key file " + path.string() + " is no ordinary file"};
    }
    if ((status.st_mode & kOthers) != 0 || status.st_uid != ::geteuid()) {
        return Error{
            Fault::untrusted,
            "the key file " + path.string() +
                " belongs to or can be read by others; if only you use this machine, set its mode "
                "to 600, else remove it and join again"};
    }
    return readAll(file, path);
}

Outcome FileKeyStore::save(const std::string& name, const Bytes& secret) {
    XIANGJI_LET(path, placeOf(name));
    if (secret.size() > kSecretBytes) {
        return Error{Fault::invalid, "a secret has at most 64 KiB"};
    }
    if (::mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return systemError("given a folder", path);
    }
    // Beside the name that load reads, so that a crash leaves the old secret or the new one, never
    // half of one.
    std::string beside = (folder_ / ("." + name + ".XXXXXX")).string();
    const OpenFile file(::mkostemp(beside.data(), O_CLOEXEC));
    if (!file.isOpen()) {
        return systemError("written", path);
    }
    if (const Outcome written = writeAll(file, secret, path); !written) {
        ::unlink(beside.c_str());
        return written;
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) {
        const Error error = systemError("put in place", path);
        ::unlink(beside.c_str());
        return error;
    }
    return syncFolder();
}

Outcome FileKeyStore::remove(const std::string& name) {
    XIANGJI_LET(path, placeOf(name));
    if (::unlink(path.c_str()) != 0) {
        return errno == ENOENT ? Outcome() : systemError("removed", path);
    }
    return syncFolder();
}

Outcome FileKeyStore::syncFolder() const {
    const OpenFile folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isOpen() || ::fsync(folder.descriptor()) != 0) {
        return systemError("made durable", folder_);
    }
    return {};
}

}  // namespace xiangji
