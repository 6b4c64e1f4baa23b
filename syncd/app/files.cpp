#include "syncd/app/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace xiangji::syncd {

namespace fs = std::filesystem;

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

Error systemError(const std::string& what, const fs::path& path, int number) {
    const auto where = what + " " + path.string() + ": ";
    switch (number) {
        case ENOSPC:
        case EDQUOT:
            return {Fault::diskFull, where + "the disk is full; make room and try again"};
        case EACCES:
        case EPERM:
            return {Fault::refused, where + "this user may not; run syncd as the user who owns it"};
        case EROFS:
            return {Fault::refused, where + "the disk is mounted read-only"};
        case ENOENT:
            return {Fault::notFound, where + "there is no such file or folder"};
        default:
            return {Fault::failed, where + std::strerror(number)};
    }
}

Result<Bytes> readFile(const fs::path& path, std::size_t mostBytes) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) {
        return systemError("cannot read", path, errno);
    }
    Bytes bytes;
    Bytes part(64 * 1024, '\0');
    for (;;) {
        const auto got = ::read(file.number(), part.data(), part.size());
        if (got < 0) {
            return systemError("cannot read", path, errno);
        }
        if (got == 0) {
            return bytes;
        }
        bytes.append(part.data(), static_cast<std::size_t>(got));
        if (bytes.size() > mostBytes) {
            return Error{Fault::invalid, "cannot read " + path.string() + ": it is larger than " +
                                             std::to_string(mostBytes) + " bytes"};
        }
    }
}

Outcome writeFile(const fs::path& path, std::string_view bytes) {
    auto fresh = path;
    fresh += ".new";
    const auto failed = [&](int number) {
        ::unlink(fresh.c_str());
        return systemError("cannot write", path, number);
    };
    {
        const Descriptor file(
            ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
        if (!file.open()) {
            return failed(errno);
        }
        for (std::size_t at = 0; at < bytes.size();) {
            const auto put = ::write(file.number(), bytes.data() + at, bytes.size() - at);
            if (put < 0) {
                return failed(errno);
            }
            at += static_cast<std::size_t>(put);
        }
        if (::fsync(file.number()) != 0) {
            return failed(errno);
        }
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) {
        return failed(errno);
    }
    return syncFolder(path.parent_path());
}

Outcome syncFolder(const fs::path& folder) {
    const Descriptor held(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!held.open() || ::fsync(held.number()) != 0) {
        return systemError("cannot write", folder, errno);
    }
    return {};
}

}  // namespace xiangji::syncd
