#pragma once

#include <filesystem>

namespace xiangji::test {

/// An ext4 disk in a file, mounted through a loop device, whose power can be cut. Needs root.
class MountedDisk {
 public:
    /// Makes the disk and mounts it, both below `folder`.
    explicit MountedDisk(const std::filesystem::path& folder);
    ~MountedDisk();
    MountedDisk(const MountedDisk&) = delete;
    MountedDisk& operator=(const MountedDisk&) = delete;

    [[nodiscard]] bool mounted() const { return mounted_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// From now on nothing more reaches the disk, not even what waits to be written: as ext4 stood
    /// when the power went (EXT4_IOC_SHUTDOWN without flushing the log). Every call on it fails.
    /// Once it is off it stays off.
    void cutPower();
    /// Power is back: the journal is replayed. Nobody may have a file open there any more.
    void restore();

 private:
    std::filesystem::path image_;
    std::filesystem::path path_;
    bool mounted_ = false;
    bool off_ = false;
};

}  // namespace xiangji::test
