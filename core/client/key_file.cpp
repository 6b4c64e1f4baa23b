#include "core/client/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace xiangji {

namespace {

struct Descriptor {
    int number = -1;
    ~Descriptor() {
        if (number >= 0) {
            ::close(number);
        }
    }
};

Error failed(const std::filesystem::path& file) {
    const int code = errno;
    return {code == ENOSPC ? Fault::diskFull : Fault::failed,
            file.string() + ": " + std::strerror(code)};
}

}  // namespace

Result<std::optional<Bytes>> KeyFile::load(const std::string& name) {
    const auto file = folder_ / name;
    const Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (in.number < 0) {
        return errno == ENOENT ? Result<std::optional<Bytes>>(std::nullopt) : failed(file);
    }
    struct stat about{};
    if (::fstat(in.number, &about) != 0) {
        return failed(file);
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{
            Fault::untrusted,
            file.string() + ": others on this machine can read this key; run chmod 600 on it"};
    }
    Bytes secret(static_cast<std::size_t>(about.st_size), '\0');
    if (::read(in.number, secret.data(), secret.size()) != about.st_size) {
        return failed(file);
    }
    return std::optional(std::move(secret));
}

Outcome KeyFile::save(const std::string& name, const Bytes& secret) {
    std::error_code code;
    std::filesystem::create_directories(folder_, code);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, code);
    const auto file = folder_ / name;
    const auto beside = folder_ / (name + ".new");
    {
        const Descriptor out{
            ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)};
        if (out.number < 0 ||
            ::write(out.number, secret.data(), secret.size()) !=
                static_cast<ssize_t>(secret.size()) ||
            ::fsync(out.number) != 0) {
            return failed(beside);
        }
    }
    if (::rename(beside.c_str(), file.c_str()) != 0) {
        return failed(file);
    }
    return syncFolder();
}

Outcome KeyFile::drop(const std::string& name) {
    const auto file = folder_ / name;
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
        return failed(file);
    }
    return syncFolder();
}

Outcome KeyFile::syncFolder() const {
    const Descriptor folder{::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.number < 0 || ::fsync(folder.number) != 0) {
        return failed(folder_);
    }
    return {};
}

}  // namespace xiangji
