#include "tests/support/mounted_disk.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <stdexcept>

#include "tests/support/process.hpp"

namespace xiangji::test {

namespace {

constexpr auto kDiskBytes = 192 * 1024 * 1024;
// Linux, fs/ext4/ext4.h; no public header has them.
constexpr unsigned long kShutdown = _IOR('X', 125, std::uint32_t);
constexpr std::uint32_t kWithoutFlush = 2;

bool works(const std::vector<std::string>& command) {
    return runProgram(command).exit == 0;
}

}  // namespace

MountedDisk::MountedDisk(const std::filesystem::path& folder)
    : image_(folder / "disk.img"), path_(folder / "disk") {
    std::filesystem::create_directories(path_);
    std::ofstream(image_).flush();
    std::filesystem::resize_file(image_, kDiskBytes);
    mounted_ = works({"mkfs.ext4", "-q", image_}) && works({"mount", "-o", "loop", image_, path_});
}

MountedDisk::~MountedDisk() {
    if (mounted_) {
        (void)works({"umount", "-l", path_});
    }
}

void MountedDisk::cutPower() {
    if (off_) {
        return;
    }
    const int folder = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    std::uint32_t how = kWithoutFlush;
    const bool cut = folder >= 0 && ::ioctl(folder, kShutdown, &how) == 0;
    ::close(folder);
    if (!cut) {
        throw std::runtime_error("the power of " + path_.string() + " could not be cut");
    }
    off_ = true;
}

void MountedDisk::restore() {
    mounted_ = false;
    if (!works({"umount", path_}) || !works({"mount", "-o", "loop", image_, path_})) {
        throw std::runtime_error(path_.string() + " could not be mounted again");
    }
    mounted_ = true;
    off_ = false;
}

}  // namespace xiangji::test
