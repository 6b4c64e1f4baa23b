#include "tests/sim/disk/sqlite_disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <new>
#include <stdexcept>

#include "tests/sim/chance.hpp"

namespace xiangji::sim {

namespace {

constexpr int kSectorBytes = 4096;
constexpr int kLongestPath = 256;

VirtualDisk* g_disk = nullptr;
Chance g_chance{0};
std::atomic<std::uint64_t> g_waits = 0;

using Guard = std::lock_guard<std::recursive_mutex>;

/// What SQLite holds of an open file; `base` must come first.
struct Handle {
    sqlite3_file base;
    std::shared_ptr<File> file;
    VirtualDisk::Life life;
    int lock = SQLITE_LOCK_NONE;
    std::shared_ptr<SharedMemory> memory;
};

Handle& of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file);
}

int close(sqlite3_file* file);
int unlock(sqlite3_file* file, int level);
int shmUnmap(sqlite3_file* file, int drop);

int read(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
    const Guard guard(g_disk->mutex());
    auto& handle = of(file);
    if (!g_disk->alive(handle.life)) {
        return SQLITE_IOERR_READ;
    }
    const auto& bytes = handle.file->bytes();
    const auto size = static_cast<std::size_t>(count);
    const auto at = static_cast<std::size_t>(offset);
    const auto there = at >= bytes.size() ? 0 : std::min(size, bytes.size() - at);
    if (there > 0) {
        std::memcpy(into, bytes.data() + at, there);
    }
    if (there == size) {
        return SQLITE_OK;
    }
    std::memset(static_cast<char*>(into) + there, 0, size - there);
    return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
    auto& handle = of(file);
    switch (g_disk->write(handle.life, *handle.file, static_cast<std::uint64_t>(offset),
                          {static_cast<const char*>(from), static_cast<std::size_t>(count)})) {
        case Io::done:
            return SQLITE_OK;
        case Io::full:
            return SQLITE_FULL;
        case Io::dead:
            return SQLITE_IOERR_FSYNC;
    }
    return SQLITE_IOERR;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& handle = of(file);
    return g_disk->truncate(handle.life, *handle.file, static_cast<std::uint64_t>(size)) == Io::done
               ? SQLITE_OK
               : SQLITE_IOERR_TRUNCATE;
}

int sync(sqlite3_file* file, int) {
    auto& handle = of(file);
    return g_disk->sync(handle.life, *handle.file) == Io::done ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int fileSize(sqlite3_file* file, sqlite3_int64* size) {
    const Guard guard(g_disk->mutex());
    auto& handle = of(file);
    *size = static_cast<sqlite3_int64>(handle.file->bytes().size());
    return g_disk->alive(handle.life) ? SQLITE_OK : SQLITE_IOERR_FSTAT;
}

int lock(sqlite3_file* file, int level) {
    const Guard guard(g_disk->mutex());
    auto& handle = of(file);
    if (!g_disk->alive(handle.life)) {
        return SQLITE_IOERR_LOCK;
    }
    auto& locks = handle.file->locks;
    const void* me = file;
    const auto others = [&](const void* holder) { return holder != nullptr && holder != me; };
    if (handle.lock >= level) {
        return SQLITE_OK;
    }
    if (level == SQLITE_LOCK_SHARED) {
        if (locks.pending != nullptr || locks.exclusive != nullptr) {
            return SQLITE_BUSY;
        }
        ++locks.shared;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (others(locks.reserved) || others(locks.pending)) {
            return SQLITE_BUSY;
        }
        locks.reserved = me;
    } else {
        if (others(locks.reserved) || others(locks.pending)) {
            return SQLITE_BUSY;
        }
        locks.pending = me;
        handle.lock = SQLITE_LOCK_PENDING;
        if (locks.shared > 1) {
            return SQLITE_BUSY;
        }
        locks.exclusive = me;
    }
    handle.lock = level;
    return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
    const Guard guard(g_disk->mutex());
    auto& handle = of(file);
    if (!g_disk->alive(handle.life)) {
        return SQLITE_OK;
    }
    auto& locks = handle.file->locks;
    const void* me = file;
    for (const void** holder : {&locks.reserved, &locks.pending, &locks.exclusive}) {
        if (*holder == me) {
            *holder = nullptr;
        }
    }
    if (level == SQLITE_LOCK_NONE && handle.lock > SQLITE_LOCK_NONE) {
        --locks.shared;
    }
    handle.lock = level;
    return SQLITE_OK;
}

int checkReserved(sqlite3_file* file, int* reserved) {
    const Guard guard(g_disk->mutex());
    const auto& locks = of(file).file->locks;
    *reserved = locks.reserved != nullptr || locks.pending != nullptr;
    return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sectorSize(sqlite3_file*) {
    return kSectorBytes;
}
int characteristics(sqlite3_file*) {
    // As SQLite's own Unix files: a torn write harms nothing beside it.
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shmMap(sqlite3_file* file, int region, int size, int extend, void volatile** into) {
    const Guard guard(g_disk->mutex());
    auto& handle = of(file);
    if (!g_disk->alive(handle.life)) {
        return SQLITE_IOERR_SHMMAP;
    }
    if (handle.memory == nullptr) {
        if (handle.file->memory == nullptr) {
            handle.file->memory = std::make_shared<SharedMemory>();
        }
        handle.memory = handle.file->memory;
        ++handle.memory->users;
    }
    auto& regions = handle.memory->regions;
    const auto place = static_cast<std::size_t>(region);
    if (place >= regions.size() && extend == 0) {
        *into = nullptr;
        return SQLITE_OK;
    }
    while (regions.size() <= place) {
        regions.push_back(std::make_unique<Bytes>(static_cast<std::size_t>(size), '\0'));
    }
    *into = regions[place]->data();
    return SQLITE_OK;
}

int shmLock(sqlite3_file* file, int first, int count, int flags) {
    const Guard guard(g_disk->mutex());
    auto& handle = of(file);
    if (!g_disk->alive(handle.life)) {
        return (flags & SQLITE_SHM_UNLOCK) != 0 ? SQLITE_OK : SQLITE_IOERR_SHMLOCK;
    }
    auto& memory = *handle.memory;
    const void* me = file;
    for (int slot = first; slot < first + count; ++slot) {
        const auto at = static_cast<std::size_t>(slot);
        const bool held = memory.exclusive[at] != nullptr && memory.exclusive[at] != me;
        if ((flags & SQLITE_SHM_UNLOCK) == 0 &&
            (held || ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && memory.shared[at] > 0))) {
            return SQLITE_BUSY;
        }
    }
    for (int slot = first; slot < first + count; ++slot) {
        const auto at = static_cast<std::size_t>(slot);
        if ((flags & SQLITE_SHM_SHARED) != 0) {
            memory.shared[at] += (flags & SQLITE_SHM_UNLOCK) != 0 ? -1 : 1;
        } else {
            memory.exclusive[at] = (flags & SQLITE_SHM_UNLOCK) != 0 ? nullptr : me;
        }
    }
    return SQLITE_OK;
}

void shmBarrier(sqlite3_file*) {
    std::atomic_thread_fence(std::memory_order_seq_cst);
}

int shmUnmap(sqlite3_file* file, int) {
    const Guard guard(g_disk->mutex());
    auto& handle = of(file);
    if (handle.memory == nullptr) {
        return SQLITE_OK;
    }
    if (--handle.memory->users == 0 && handle.file->memory == handle.memory) {
        handle.file->memory.reset();
    }
    handle.memory.reset();
    return SQLITE_OK;
}

int close(sqlite3_file* file) {
    shmUnmap(file, 0);
    unlock(file, SQLITE_LOCK_NONE);
    of(file).~Handle();
    return SQLITE_OK;
}

const sqlite3_io_methods kMethods{
    2,        close,         read,    write,      truncate,        sync,   fileSize, lock,
    unlock,   checkReserved, control, sectorSize, characteristics, shmMap, shmLock,  shmBarrier,
    shmUnmap, nullptr,       nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    file->pMethods = nullptr;
    if (name == nullptr || g_disk == nullptr) {
        return SQLITE_CANTOPEN;
    }
    const Guard guard(g_disk->mutex());
    const auto life = g_disk->life(machineOf(name));
    if (!g_disk->alive(life)) {
        return SQLITE_IOERR;
    }
    auto opened = g_disk->open(name, (flags & SQLITE_OPEN_CREATE) != 0);
    if (opened == nullptr) {
        return SQLITE_CANTOPEN;
    }
    auto* handle = new (file) Handle();
    handle->base.pMethods = &kMethods;
    handle->file = std::move(opened);
    handle->life = life;
    if (outFlags != nullptr) {
        *outFlags = flags;
    }
    return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int) {
    return g_disk->remove(g_disk->life(machineOf(name)), name) == Io::done ? SQLITE_OK
                                                                           : SQLITE_IOERR_DELETE;
}

int access(sqlite3_vfs*, const char* name, int, int* answer) {
    *answer = g_disk->exists(name) ? 1 : 0;
    return SQLITE_OK;
}

int fullPath(sqlite3_vfs*, const char* name, int size, char* into) {
    return sqlite3_snprintf(size, into, "%s", name) != nullptr ? SQLITE_OK : SQLITE_CANTOPEN;
}

int randomness(sqlite3_vfs*, int count, char* into) {
    for (int i = 0; i < count; ++i) {
        into[i] = static_cast<char>(g_chance.next() & 0xff);
    }
    return count;
}

int sleep(sqlite3_vfs*, int micros) {
    ++g_waits;
    return micros;
}

int currentTime(sqlite3_vfs*, sqlite3_int64* time) {
    constexpr sqlite3_int64 kSomeDay = 212'000'000'000'000;
    *time = kSomeDay;
    return SQLITE_OK;
}

int currentTimeReal(sqlite3_vfs* vfs, double* time) {
    constexpr double kMsADay = 86'400'000.0;
    sqlite3_int64 ms = 0;
    currentTime(vfs, &ms);
    *time = static_cast<double>(ms) / kMsADay;
    return SQLITE_OK;
}

int lastError(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs& vfs() {
    static sqlite3_vfs made = [] {
        sqlite3_vfs blank{};
        blank.iVersion = 2;
        blank.szOsFile = sizeof(Handle);
        blank.mxPathname = kLongestPath;
        blank.zName = "xiangji-sim";
        blank.xOpen = open;
        blank.xDelete = remove;
        blank.xAccess = access;
        blank.xFullPathname = fullPath;
        blank.xRandomness = randomness;
        blank.xSleep = sleep;
        blank.xCurrentTime = currentTimeReal;
        blank.xGetLastError = lastError;
        blank.xCurrentTimeInt64 = currentTime;
        return blank;
    }();
    return made;
}

}  // namespace

SqliteDisk::SqliteDisk(VirtualDisk& disk) {
    constexpr std::uint64_t kAnySeed = 20'260'619;
    g_disk = &disk;
    g_chance = Chance(kAnySeed);
    g_waits = 0;
    // Counting every allocation costs more than a world can spare.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_vfs_register(&vfs(), 1) != SQLITE_OK) {
        throw std::runtime_error("SQLite does not take the simulator's disk");
    }
    // Its chance starts anew from this disk's.
    sqlite3_randomness(0, nullptr);
}

SqliteDisk::~SqliteDisk() {
    sqlite3_vfs_unregister(&vfs());
    g_disk = nullptr;
}

std::uint64_t SqliteDisk::waits() {
    return g_waits;
}

}  // namespace xiangji::sim
