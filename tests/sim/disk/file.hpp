#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "tests/sim/chance.hpp"

namespace xiangji::sim {

/// What a file's readers share in memory (SQLite's WAL index): lost when its process dies.
struct SharedMemory {
    static constexpr int kSlots = 8;
    std::vector<std::unique_ptr<Bytes>> regions;
    std::array<int, kSlots> shared{};
    std::array<const void*, kSlots> exclusive{};
    int users = 0;
};

/// Locks of one file between the connections of one process.
struct Locks {
    int shared = 0;
    const void* reserved = nullptr;
    const void* pending = nullptr;
    const void* exclusive = nullptr;
};

/// A file as programs read it, and what of it a power cut could still undo.
class File {
 public:
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    void write(std::uint64_t offset, std::string_view bytes);
    void truncate(std::uint64_t size);
    /// Everything so far is safe from now on.
    void sync() { unsynced_.clear(); }
    /// The power goes: each write since the last sync is lost, torn or kept, by chance.
    void cutPower(Chance& chance);

    std::shared_ptr<SharedMemory> memory;
    Locks locks;
    bool ignoresSync = false;  ///< a planted fault

 private:
    struct Write {
        std::uint64_t offset = 0;
        Bytes before;  ///< what stood there; shorter where the file ended
        Bytes after;
        std::uint64_t sizeBefore = 0;
        bool truncation = false;
    };
    Bytes bytes_;
    std::vector<Write> unsynced_;
};

}  // namespace xiangji::sim
