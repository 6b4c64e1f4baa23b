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

/// The write-ahead log's file, with what is still to be written to it. SQLite makes room for it and
/// the system's own file behind it, and knows the two by its first member.
struct LogFile {
    sqlite3_file base{};
    sqlite3_int64 heldAt = 0;
    std::string held;

    [[nodiscard]] sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    [[nodiscard]] sqlite3_int64 heldEnd() const {
        return heldAt + static_cast<sqlite3_int64>(held.size());
    }
    int writeHeld() {
        if (held.empty()) {
            return SQLITE_OK;
        }
        const int code =
            inner()->pMethods->xWrite(inner(), held.data(), static_cast<int>(held.size()), heldAt);
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

LogFile& logOf(sqlite3_file* file) {
    return *reinterpret_cast<LogFile*>(file);
}

int closeLog(sqlite3_file* file) {
    auto& log = logOf(file);
    const int written = log.writeHeld();
    const int closed = log.inner()->pMethods->xClose(log.inner());
    std::destroy_at(&log);
    return written == SQLITE_OK ? closed : written;
}

int readLog(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    auto& log = logOf(file);
    const auto read = [&] { return log.inner()->pMethods->xRead(log.inner(), into, size, at); };
    return at < log.heldEnd() && at + size > log.heldAt ? log.after(read) : read();
}

int writeLog(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    auto& log = logOf(file);
    const auto more = static_cast<std::size_t>(size);
    if (at != log.heldEnd() || log.held.size() + more > kMostHeldBytes) {
        if (const int code = log.writeHeld(); code != SQLITE_OK) {
            return code;
        }
        log.heldAt = at;
    }
    if (more > kMostHeldBytes) {
        return log.inner()->pMethods->xWrite(log.inner(), bytes, size, at);
    }
    log.held.append(static_cast<const char*>(bytes), more);
    return SQLITE_OK;
}

int cutLog(sqlite3_file* file, sqlite3_int64 size) {
    auto& log = logOf(file);
    return log.after([&] { return log.inner()->pMethods->xTruncate(log.inner(), size); });
}

int syncLog(sqlite3_file* file, int how) {
    auto& log = logOf(file);
    return log.after([&] { return log.inner()->pMethods->xSync(log.inner(), how); });
}

int measureLog(sqlite3_file* file, sqlite3_int64* size) {
    auto& log = logOf(file);
    return log.after([&] { return log.inner()->pMethods->xFileSize(log.inner(), size); });
}

int lockLog(sqlite3_file* file, int level) {
    return logOf(file).inner()->pMethods->xLock(logOf(file).inner(), level);
}
int unlockLog(sqlite3_file* file, int level) {
    return logOf(file).inner()->pMethods->xUnlock(logOf(file).inner(), level);
}
int isLogReserved(sqlite3_file* file, int* answer) {
    return logOf(file).inner()->pMethods->xCheckReservedLock(logOf(file).inner(), answer);
}
int controlLog(sqlite3_file* file, int what, void* argument) {
    return logOf(file).inner()->pMethods->xFileControl(logOf(file).inner(), what, argument);
}
int sectorOfLog(sqlite3_file* file) {
    return logOf(file).inner()->pMethods->xSectorSize(logOf(file).inner());
}
int traitsOfLog(sqlite3_file* file) {
    return logOf(file).inner()->pMethods->xDeviceCharacteristics(logOf(file).inner());
}

/// No shared memory and no mapping: SQLite asks the database's file for those.
constexpr sqlite3_io_methods kLogMethods{.iVersion = 1,
                                         .xClose = closeLog,
                                         .xRead = readLog,
                                         .xWrite = writeLog,
                                         .xTruncate = cutLog,
                                         .xSync = syncLog,
                                         .xFileSize = measureLog,
                                         .xLock = lockLog,
                                         .xUnlock = unlockLog,
                                         .xCheckReservedLock = isLogReserved,
                                         .xFileControl = controlLog,
                                         .xSectorSize = sectorOfLog,
                                         .xDeviceCharacteristics = traitsOfLog};

int openFile(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* given) {
    if ((flags & SQLITE_OPEN_WAL) == 0) {
        return system()->xOpen(system(), name, file, flags, given);
    }
    auto* log = new (file) LogFile;
    const int code = system()->xOpen(system(), name, log->inner(), flags, given);
    if (log->inner()->pMethods == nullptr) {
        std::destroy_at(log);
        file->pMethods = nullptr;
        return code;
    }
    log->base.pMethods = &kLogMethods;
    return code;
}

sqlite3_vfs* made() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs copy = *system();
        copy.zName = "xiangji-long-writes";
        copy.szOsFile += static_cast<int>(sizeof(LogFile));
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
