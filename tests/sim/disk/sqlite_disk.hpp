#pragma once

#include "tests/sim/disk/virtual_disk.hpp"

namespace xiangji::sim {

/// Makes a virtual disk the one that SQLite of this process uses, for as long as it lives; SQLite's
/// own chance (salts of the WAL) is seeded with it. One at a time.
class SqliteDisk {
 public:
    explicit SqliteDisk(VirtualDisk& disk);
    ~SqliteDisk();
    SqliteDisk(const SqliteDisk&) = delete;
    SqliteDisk& operator=(const SqliteDisk&) = delete;

    /// How often SQLite had to wait for a lock: in a world that asks one thing at a time, never.
    [[nodiscard]] static std::uint64_t waits();
};

}  // namespace xiangji::sim
