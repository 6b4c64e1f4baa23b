#include "syncd/central/sqlite/segment_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "syncd/central/sqlite/segment_file.hpp"

namespace xiangji::syncd {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostIdle = 8;
constexpr const char* kEnding = ".segment";
constexpr std::array<const char*, 3> kBeside{"-journal", "-wal", "-shm"};

/// Where it is new its own name must be durable too. Where it cannot be made, whoever opens a file
/// in it says so.
void makeFolder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), S_IRWXU) != 0) {
        return;
    }
    const int parent = ::open(folder.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = parent >= 0 && ::fsync(parent) == 0;
    const int fault = errno;
    if (parent >= 0) {
        ::close(parent);
    }
    if (!synced) {
        throw SqlFault({fault == ENOSPC ? Fault::diskFull : Fault::failed,
                        "cannot make " + folder.string() + ": " + std::strerror(fault)});
    }
}

}  // namespace

fs::path archiveOf(const fs::path& database) {
    auto folder = database;
    folder += "-archive";
    return folder;
}

std::unique_ptr<Connection> SegmentFolder::take(const Segment& segment) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = std::ranges::find(idle_, segment.file, &Idle::file);
        if (found != idle_.end()) {
            auto connection = std::move(found->connection);
            idle_.erase(found);
            return connection;
        }
    }
    return openSegment(path_ / segment.file, segment);
}

void SegmentFolder::giveBack(const Segment& segment, std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() == kMostIdle) {
        idle_.erase(idle_.begin());
    }
    idle_.push_back({segment.file, std::move(connection)});
}

std::string SegmentFolder::begin(const Segment& segment, const Bytes& random) {
    makeFolder(path_);
    std::array<char, 64> name{};
    std::snprintf(name.data(), name.size(), "%010llu-%010llu-%s%s",
                  static_cast<unsigned long long>(segment.first),
                  static_cast<unsigned long long>(segment.last), toHex(random).c_str(), kEnding);
    const std::lock_guard lock(mutex_);
    return *underWay_.insert(name.data()).first;
}

void SegmentFolder::committed() {
    const std::lock_guard lock(mutex_);
    underWay_.clear();
}

void SegmentFolder::givenUp(const std::vector<std::string>& files) {
    const std::lock_guard lock(mutex_);
    std::error_code ignored;
    for (const auto& file : files) {
        fs::remove(path_ / file, ignored);
        for (const char* end : kBeside) {
            fs::remove(path_ / (file + end), ignored);
        }
        underWay_.erase(file);
    }
}

std::vector<std::string> SegmentFolder::candidates() const {
    std::vector<std::string> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(path_, ignored)) {
        auto name = entry.path().filename().string();
        if (name.find(kEnding) != std::string::npos) {
            files.push_back(std::move(name));
        }
    }
    // Looked at after the folder: whatever was in it is under way still, or committed already.
    const std::lock_guard lock(mutex_);
    std::erase_if(files, [this](const std::string& file) {
        return underWay_.contains(file.substr(0, file.find(kEnding) + std::strlen(kEnding)));
    });
    return files;
}

bool SegmentFolder::remove(const std::vector<std::string>& files) {
    if (files.empty()) {
        return true;
    }
    const std::unique_lock alone(readers_, std::try_to_lock);
    if (!alone.owns_lock()) {
        return false;
    }
    const std::lock_guard lock(mutex_);
    idle_.clear();
    std::error_code ignored;
    for (const auto& file : files) {
        fs::remove(path_ / file, ignored);
    }
    return true;
}

}  // namespace xiangji::syncd
