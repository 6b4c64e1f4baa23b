#include "syncd/app/checked_lines.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/hash.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostBytes = 64UL * 1024 * 1024;
constexpr std::size_t kCheckCharacters = 16;

std::string checkOf(const std::string& before, const std::string& words) {
    return toHex(hashOfParts({before, words})).substr(0, kCheckCharacters);
}

}  // namespace

Result<std::unique_ptr<CheckedLines>> CheckedLines::open(const std::filesystem::path& path,
                                                         const Suits& suits,
                                                         const std::string& without) {
    const bool fresh = ::access(path.c_str(), F_OK) != 0;
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.open()) {
        return systemError("cannot open", path, errno);
    }
    if (fresh) {
        XIANGJI_TRY(syncFolder(path.parent_path()));
    }
    std::unique_ptr<CheckedLines> lines(new CheckedLines(path, std::move(file)));
    XIANGJI_TRY(lines->read(suits, without));
    return lines;
}

Outcome CheckedLines::read(const Suits& suits, const std::string& without) {
    XIANGJI_LET(text, readFile(path_, kMostBytes));
    std::size_t number = 0;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = text.find('\n', from);
        if (end == std::string::npos) {
            break;
        }
        ++number;
        const std::string line = text.substr(from, end - from);
        const auto blank = line.rfind(' ');
        const auto words = line.substr(0, blank);
        if (blank == std::string::npos || !suits(words) ||
            line.substr(blank + 1) != checkOf(check_, words)) {
            return Error{Fault::damaged,
                         path_.string() + ": line " + std::to_string(number) +
                             " is not what was written; nothing was changed; put the file back "
                             "from its copy: " +
                             without};
        }
        lines_.push_back(words);
        check_ = line.substr(blank + 1);
        from = end + 1;
        size_ = static_cast<off_t>(from);
    }
    if (static_cast<std::size_t>(size_) != text.size() && ::ftruncate(file_.number(), size_) != 0) {
        return systemError("cannot write", path_, errno);
    }
    return {};
}

Outcome CheckedLines::add(const std::string& words) {
    const auto check = checkOf(check_, words);
    const auto line = words + " " + check + "\n";
    // At the end of the whole lines: half a line of a try before is overwritten.
    const auto put = ::pwrite(file_.number(), line.data(), line.size(), size_);
    if (put != static_cast<ssize_t>(line.size()) || ::fdatasync(file_.number()) != 0) {
        const int fault = put < 0 || put == static_cast<ssize_t>(line.size()) ? errno : ENOSPC;
        if (::ftruncate(file_.number(), size_) != 0) {
            return systemError("cannot write", path_, errno);
        }
        return systemError("cannot write", path_, fault);
    }
    lines_.push_back(words);
    check_ = check;
    size_ += static_cast<off_t>(line.size());
    return {};
}

}  // namespace xiangji::syncd
