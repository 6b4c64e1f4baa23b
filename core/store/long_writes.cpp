#include "core/store/long_writes.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/types.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <string>

namespace xiangji {

namespace {

/// SQLite's own writing takes no more than 128 KiB at once.
constexpr std::size_t kMostHeldBytes = 120 * 1024;
constexpr off_t kBegunBytes = 1024 * 1024;
constexpr sqlite3_int64 kNowhere = std::numeric_limits<sqlite3_int64>::max();

/// Each stretch that was gone through is on its way to the disk while the next one is made: the
/// sync waits the less. What cannot be begun the sync does.
void begin([[maybe_unused]] int file, [[maybe_unused]] off_t from, [[maybe_unused]] off_t to) {
#ifdef SYNC_FILE_RANGE_WRITE
    const off_t first = from / kBegunBytes * kBegunBytes;
    const off_t end = to / kBegunBytes * kBegunBytes;
    if (first < end) {
        static_cast<void>(sync_file_range(file, first, end - first, SYNC_FILE_RANGE_WRITE));
    }
#endif
}

static_assert(sizeof(off_t) == 8);
using Write = ssize_t(int, const void*, std::size_t, off_t);
Write* g_write = nullptr;
constexpr off_t kNoPiece = -1;
/// While a long piece is written: from where on nothing was begun yet. Of a checkpoint that is
/// where the piece before it ended: it skips pages, also those at which a stretch ends.
thread_local off_t t_begunFrom = kNoPiece;

/// SQLite tells nobody its file's descriptor but the system call.
ssize_t writeAndBegin(int file, const void* bytes, std::size_t size, off_t at) {
    const auto written = g_write(file, bytes, size, at);
    if (t_begunFrom != kNoPiece && written > 0) {
        begin(file, t_begunFrom, at + written);
        t_begunFrom = at + written;
    }
    return written;
}

sqlite3_vfs* system() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

// Locks of the shared index, as SQLite documents them ("WAL-mode File Format", 2.3.2).
constexpr int kCheckpointLock = 1;
constexpr int kFirstReadersLock = 4;  ///< of those who read older moments

/// A file with what is still to be written to it. SQLite makes room for it and the system's own
/// file behind it, and knows the two by its first member.
struct HeldFile {
    sqlite3_file base{};
    bool isLog = false;
    bool checkpointing = false;          ///< of the database: by this connection
    bool toTheEnd = false;               ///< and nobody reads an older moment: a sync follows
    sqlite3_int64 writtenTo = kNowhere;  ///< of a checkpoint: where its last piece ended
    sqlite3_int64 heldAt = 0;
    std::string held;

    [[nodiscard]] sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    [[nodiscard]] sqlite3_int64 heldEnd() const {
        return heldAt + static_cast<sqlite3_int64>(held.size());
    }
    [[nodiscard]] const sqlite3_io_methods& methods() { return *inner()->pMethods; }
    /// Only what somebody will sync, and so hear of whether it could be written.
    [[nodiscard]] bool holds() const { return isLog || (checkpointing && toTheEnd); }
    /// What could not be written stays.
    int tryHeld() {
        if (held.empty()) {
            return SQLITE_OK;
        }
        t_begunFrom = isLog ? heldAt : std::min(writtenTo, heldAt);
        const int code =
            methods().xWrite(inner(), held.data(), static_cast<int>(held.size()), heldAt);
        t_begunFrom = kNoPiece;
        if (code == SQLITE_OK) {
            writtenTo = heldEnd();
            held.clear();
        }
        return code;
    }
    int writeHeld() {
        const int code = tryHeld();
        // What could not be written belongs to a transaction or a checkpoint that now fails.
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
    // A transaction goes on after a read that failed: what was held for it is tried again.
    if (at < held.heldEnd() && at + size > held.heldAt) {
        if (const int code = held.tryHeld(); code != SQLITE_OK) {
            return code;
        }
    }
    return held.methods().xRead(held.inner(), into, size, at);
}

int writeFile(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    auto& held = of(file);
    const auto more = static_cast<std::size_t>(size);
    if (at != held.heldEnd() || held.held.size() + more > kMostHeldBytes || !held.holds()) {
        if (const int code = held.writeHeld(); code != SQLITE_OK) {
            return code;
        }
        held.heldAt = at;
    }
    if (more > kMostHeldBytes || !held.holds()) {
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

int controlFile(sqlite3_file* file, int what, void* argument) {
    auto& held = of(file);
    // The last piece, before readers are told that it is there. Nobody hears whether this could be
    // done: what could not stays, and the sync that follows tries again and says so.
    if (what == SQLITE_FCNTL_CKPT_DONE) {
        static_cast<void>(held.tryHeld());
    }
    return held.methods().xFileControl(held.inner(), what, argument);
}

int lockShared(sqlite3_file* file, int from, int count, int how) {
    auto& held = of(file);
    const int code = held.methods().xShmLock(held.inner(), from, count, how);
    if ((how & SQLITE_SHM_UNLOCK) != 0) {
        // Of a checkpoint that failed: the log still has it.
        held.held.clear();
        held.checkpointing = held.checkpointing && from != kCheckpointLock;
    } else if (from == kCheckpointLock) {
        held.checkpointing = held.toTheEnd = code == SQLITE_OK;
        held.writtenTo = kNowhere;
    } else if (from >= kFirstReadersLock && code != SQLITE_OK) {
        held.toTheEnd = false;
    }
    return code;
}

/// The system's own way, with the file behind.
template <auto kMethod, typename... Arguments>
auto passed(sqlite3_file* file, Arguments... arguments) {
    return (of(file).methods().*kMethod)(of(file).inner(), arguments...);
}

/// Of the second version: files are never mapped.
constexpr sqlite3_io_methods kHeldMethods{
    .iVersion = 2,
    .xClose = closeFile,
    .xRead = readFile,
    .xWrite = writeFile,
    .xTruncate = cutFile,
    .xSync = syncFile,
    .xFileSize = measureFile,
    .xLock = passed<&sqlite3_io_methods::xLock, int>,
    .xUnlock = passed<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = passed<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = controlFile,
    .xSectorSize = passed<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = passed<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = passed<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = lockShared,
    .xShmBarrier = passed<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = passed<&sqlite3_io_methods::xShmUnmap, int>};

int openFile(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* given) {
    if ((flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)) == 0) {
        return system()->xOpen(system(), name, file, flags, given);
    }
    auto* held = new (file) HeldFile;
    try {
        held->held.reserve(kMostHeldBytes);  // never while SQLite writes
    } catch (const std::bad_alloc&) {
        std::destroy_at(held);
        file->pMethods = nullptr;
        return SQLITE_NOMEM;
    }
    const int code = system()->xOpen(system(), name, held->inner(), flags, given);
    if (held->inner()->pMethods == nullptr) {
        std::destroy_at(held);
        file->pMethods = nullptr;
        return code;
    }
    held->base.pMethods = &kHeldMethods;
    held->isLog = (flags & SQLITE_OPEN_WAL) != 0;
    return code;
}

void hookWrites() {
    for (const char* name : {"pwrite64", "pwrite"}) {
        if (system()->iVersion < 3 || system()->xSetSystemCall == nullptr || g_write != nullptr) {
            return;
        }
        g_write = reinterpret_cast<Write*>(system()->xGetSystemCall(system(), name));
        if (g_write != nullptr) {
            system()->xSetSystemCall(system(), name,
                                     reinterpret_cast<sqlite3_syscall_ptr>(&writeAndBegin));
        }
    }
}

sqlite3_vfs* made() {
    static sqlite3_vfs vfs = [] {
        hookWrites();
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
