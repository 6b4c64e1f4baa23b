#include "core/store/long_writes.hpp"

#include <sqlite3.h>

#include <memory>
#include <new>
#include <string>

namespace xiangji {

namespace {

/// SQLite's own writing takes no more than 128 KiB at once.
constexpr std::size_t kMostHeldBytes = 120 * 1024;

sqlite3_vfs* system() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

/// A file with what is still to be written to it. SQLite makes room for it and the system's own
/// file behind it, and knows the two by its first member.
struct HeldFile {
    sqlite3_file base{};
    sqlite3_int64 heldAt = 0;
    std::string held;

    [[nodiscard]] sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    [[nodiscard]] sqlite3_int64 heldEnd() const {
        return heldAt + static_cast<sqlite3_int64>(held.size());
    }
    [[nodiscard]] const sqlite3_io_methods& methods() { return *inner()->pMethods; }
    int writeHeld() {
        if (held.empty()) {
            return SQLITE_OK;
        }
        const int code =
            methods().xWrite(inner(), held.data(), static_cast<int>(held.size()), heldAt);
        // What could not be written belongs to a transaction that now fails.
        held.clear();
        return code;
    }
    /// Runs `work` once nothing is held.
    template <typename Work>
    int after(Work work) {
        const int code = writeHeld();
        return code == SQLITE_OK ? work() : code;
    }
};

HeldFile& of(sqlite3_file* file) {
    return *reinterpret_cast<HeldFile*>(file);
}

int closeFile(sqlite3_file* file) {
    auto& held = of(file);
    const int written = held.writeHeld();
    const int closed = held.methods().xClose(held.inner());
    std::destroy_at(&held);
    return written == SQLITE_OK ? closed : written;
}

int readFile(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    auto& held = of(file);
    const auto read = [&] { return held.methods().xRead(held.inner(), into, size, at); };
    return at < held.heldEnd() && at + size > held.heldAt ? held.after(read) : read();
}

int writeFile(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    auto& held = of(file);
    const auto more = static_cast<std::size_t>(size);
    if (at != held.heldEnd() || held.held.size() + more > kMostHeldBytes) {
        if (const int code = held.writeHeld(); code != SQLITE_OK) {
            return code;
        }
        held.heldAt = at;
    }
    if (more > kMostHeldBytes) {
        return held.methods().xWrite(held.inner(), bytes, size, at);
    }
    held.held.append(static_cast<const char*>(bytes), more);
    return SQLITE_OK;
}

int cutFile(sqlite3_file* file, sqlite3_int64 size) {
    auto& held = of(file);
    return held.after([&] { return held.methods().xTruncate(held.inner(), size); });
}
int syncFile(sqlite3_file* file, int how) {
    auto& held = of(file);
    return held.after([&] { return held.methods().xSync(held.inner(), how); });
}
int measureFile(sqlite3_file* file, sqlite3_int64* size) {
    auto& held = of(file);
    return held.after([&] { return held.methods().xFileSize(held.inner(), size); });
}
int unlockFile(sqlite3_file* file, int level) {
    auto& held = of(file);
    return held.after([&] { return held.methods().xUnlock(held.inner(), level); });
}
/// A checkpoint that failed gives its lock back with no sync: nothing of it may be written later,
/// under somebody else's.
int lockShared(sqlite3_file* file, int from, int count, int how) {
    auto& held = of(file);
    const auto lock = [&] { return held.methods().xShmLock(held.inner(), from, count, how); };
    return (how & SQLITE_SHM_UNLOCK) != 0 ? held.after(lock) : lock();
}

/// The system's own way, with the file behind.
template <auto kMethod, typename... Arguments>
auto passed(sqlite3_file* file, Arguments... arguments) {
    return (of(file).methods().*kMethod)(of(file).inner(), arguments...);
}

constexpr sqlite3_io_methods kHeldMethods{
    .iVersion = 3,
    .xClose = closeFile,
    .xRead = readFile,
    .xWrite = writeFile,
    .xTruncate = cutFile,
    .xSync = syncFile,
    .xFileSize = measureFile,
    .xLock = passed<&sqlite3_io_methods::xLock, int>,
    .xUnlock = unlockFile,
    .xCheckReservedLock = passed<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = passed<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = passed<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = passed<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = passed<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = lockShared,
    .xShmBarrier = passed<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = passed<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = passed<&sqlite3_io_methods::xFetch, sqlite3_int64, int, void**>,
    .xUnfetch = passed<&sqlite3_io_methods::xUnfetch, sqlite3_int64, void*>};

int openFile(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* given) {
    if ((flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)) == 0) {
        return system()->xOpen(system(), name, file, flags, given);
    }
    auto* held = new (file) HeldFile;
    const int code = system()->xOpen(system(), name, held->inner(), flags, given);
    if (held->inner()->pMethods == nullptr) {
        std::destroy_at(held);
        file->pMethods = nullptr;
        return code;
    }
    held->base.pMethods = &kHeldMethods;
    return code;
}

sqlite3_vfs* made() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs copy = *system();
        copy.zName = "xiangji-long-writes";
        copy.szOsFile += static_cast<int>(sizeof(HeldFile));
        copy.pNext = nullptr;
        copy.xOpen = openFile;
        return copy;
    }();
    return &vfs;
}

}  // namespace

const char* longWrites() {
    static const int kRegistered = sqlite3_vfs_register(made(), 0);
    return kRegistered == SQLITE_OK ? made()->zName : nullptr;
}

}  // namespace xiangji
