#include "syncd/central/sqlite/central_copy.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "core/store/database_copy.hpp"
#include "syncd/central/sqlite/segment_file.hpp"
#include "syncd/central/sqlite/segment_folder.hpp"
#include "syncd/central/sqlite/segment_table.hpp"

namespace xiangji::syncd {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void failed(const fs::path& file, int fault) {
    throw SqlFault({fault == ENOSPC || fault == EDQUOT ? Fault::diskFull : Fault::failed,
                    "cannot write " + file.string() + ": " + std::strerror(fault)});
}

void syncPath(const fs::path& path, int flags) {
    const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
    const bool synced = number >= 0 && ::fsync(number) == 0;
    const int fault = errno;
    if (number >= 0) {
        ::close(number);
    }
    if (!synced) {
        failed(path, fault);
    }
}

/// Whether a copy can be had for nothing, and is what it should be.
bool linked(const fs::path& from, const fs::path& to, const Segment& segment) {
    if (::link(from.c_str(), to.c_str()) != 0) {
        return false;
    }
    if (guarded([&] { lookAtSegment(to, segment); })) {
        return true;
    }
    ::unlink(to.c_str());
    return false;
}

/// Where copies beside this one keep the same archive.
std::vector<fs::path> neighbours(const fs::path& archive) {
    std::vector<fs::path> found;
    std::error_code ignored;
    const auto own = archive.parent_path();
    for (const auto& entry : fs::directory_iterator(own.parent_path(), ignored)) {
        auto other = entry.path() / archive.filename();
        if (entry.path() != own && fs::is_directory(other, ignored)) {
            found.push_back(std::move(other));
        }
    }
    return found;
}

/// None in a database of before there were any.
std::vector<Segment> namedIn(Connection& sql) {
    bool known = false;
    {
        auto query = sql.statement("SELECT 1 FROM sqlite_schema WHERE name = '_segment'");
        known = query.step();
    }
    return known ? segmentsIn(sql) : std::vector<Segment>();
}

void copySegment(const Segment& segment, const fs::path& from, const fs::path& archive,
                 const std::vector<fs::path>& others) {
    const auto to = archive / segment.file;
    if (linked(from / segment.file, to, segment)) {
        return;
    }
    for (const auto& other : others) {
        if (linked(other / segment.file, to, segment)) {
            return;
        }
    }
    std::error_code fault;
    if (!fs::copy_file(from / segment.file, to, fault)) {
        // Says what is the matter with it, where that is it.
        lookAtSegment(from / segment.file, segment);
        failed(to, fault.value());
    }
    syncPath(to, 0);
    lookAtSegment(to, segment);
}

}  // namespace

void copyCentral(Connection& from, const fs::path& archive, const fs::path& to) {
    const auto segments = namedIn(from);
    copyDatabase(from, to);
    const auto fresh = archiveOf(to);
    std::error_code ignored;
    bool made = false;
    try {
        if (!segments.empty() && ::mkdir(fresh.c_str(), S_IRWXU) != 0) {
            failed(fresh, errno);
        }
        made = !segments.empty();
        const auto others = neighbours(fresh);
        for (const auto& segment : segments) {
            copySegment(segment, archive, fresh, others);
        }
        if (!segments.empty()) {
            syncPath(fresh, O_DIRECTORY);
            syncPath(fresh.parent_path(), O_DIRECTORY);
        }
    } catch (const SqlFault&) {
        if (made) {
            fs::remove_all(fresh, ignored);
        }
        fs::remove(to, ignored);
        throw;
    }
}

std::uint64_t checkSegments(Connection& sql, const fs::path& database) {
    const auto segments = namedIn(sql);
    for (const auto& segment : segments) {
        try {
            lookAtSegment(archiveOf(database) / segment.file, segment);
        } catch (const SqlFault& fault) {
            throw SqlFault({Fault::damaged, fault.error().detail});
        }
    }
    return segments.size();
}

}  // namespace xiangji::syncd
