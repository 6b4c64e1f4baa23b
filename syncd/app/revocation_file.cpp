#include "syncd/app/revocation_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <sstream>

#include "core/base/hash.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostBytes = 64UL * 1024 * 1024;
constexpr std::size_t kCheckCharacters = 16;

std::string checkOf(const std::string& before, const std::string& words) {
    return toHex(hashOfParts({before, words})).substr(0, kCheckCharacters);
}

std::string wordsOf(const Revocation& revocation) {
    return "revoked " + revocation.device.text() + " " + std::to_string(revocation.atMs);
}

/// A line's words and check, if it has its shape.
std::optional<std::pair<Revocation, std::string>> parsed(const std::string& line) {
    std::istringstream stream(line);
    std::string verb;
    std::string device;
    std::string at;
    std::string check;
    std::string more;
    if (!(stream >> verb >> device >> at >> check) || stream >> more || verb != "revoked") {
        return std::nullopt;
    }
    Revocation revocation;
    const auto id = Id::parse(device);
    const auto [end, fault] = std::from_chars(at.data(), at.data() + at.size(), revocation.atMs);
    if (!id || fault != std::errc() || end != at.data() + at.size()) {
        return std::nullopt;
    }
    revocation.device = *id;
    return std::pair(revocation, check);
}

}  // namespace

Result<std::unique_ptr<RevocationFile>> RevocationFile::open(const std::filesystem::path& path) {
    const bool fresh = ::access(path.c_str(), F_OK) != 0;
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.open()) {
        return systemError("cannot open", path, errno);
    }
    if (fresh) {
        XIANGJI_TRY(syncFolder(path.parent_path()));
    }
    std::unique_ptr<RevocationFile> book(new RevocationFile(path, std::move(file)));
    XIANGJI_TRY(book->read());
    return book;
}

Outcome RevocationFile::read() {
    XIANGJI_LET(text, readFile(path_, kMostBytes));
    std::size_t number = 0;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = text.find('\n', from);
        if (end == std::string::npos) {
            break;
        }
        ++number;
        const std::string line = text.substr(from, end - from);
        const auto found = parsed(line);
        if (!found || found->second != checkOf(check_, wordsOf(found->first))) {
            return Error{
                Fault::damaged,
                path_.string() + ": line " + std::to_string(number) +
                    " is not what was written; nothing was changed; put the file back from "
                    "its copy: without it a restored database would let revoked phones in"};
        }
        revocations_.push_back(found->first);
        check_ = found->second;
        from = end + 1;
        size_ = static_cast<off_t>(from);
    }
    if (static_cast<std::size_t>(size_) != text.size() && ::ftruncate(file_.number(), size_) != 0) {
        return systemError("cannot write", path_, errno);
    }
    return {};
}

Result<std::vector<Revocation>> RevocationFile::all() {
    const std::lock_guard lock(mutex_);
    return std::vector(revocations_);
}

Outcome RevocationFile::add(const Revocation& revocation) {
    const std::lock_guard lock(mutex_);
    if (std::any_of(revocations_.begin(), revocations_.end(),
                    [&](const Revocation& one) { return one.device == revocation.device; })) {
        return {};
    }
    const auto check = checkOf(check_, wordsOf(revocation));
    const auto line = wordsOf(revocation) + " " + check + "\n";
    // At the end of the whole lines: half a line of a try before is overwritten.
    const auto put = ::pwrite(file_.number(), line.data(), line.size(), size_);
    if (put != static_cast<ssize_t>(line.size()) || ::fdatasync(file_.number()) != 0) {
        const int fault = put < 0 || put == static_cast<ssize_t>(line.size()) ? errno : ENOSPC;
        if (::ftruncate(file_.number(), size_) != 0) {
            return systemError("cannot write", path_, errno);
        }
        return systemError("cannot write", path_, fault);
    }
    revocations_.push_back(revocation);
    check_ = check;
    size_ += static_cast<off_t>(line.size());
    return {};
}

}  // namespace xiangji::syncd
