#include "syncd/app/data_folder.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <string_view>
#include <thread>

namespace xiangji::syncd {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostNoteBytes = 64 * 1024;
constexpr std::chrono::milliseconds kLockWait{2'000};
constexpr std::chrono::milliseconds kLockStep{20};
constexpr const char* kUnfinished = "unfinished";
constexpr const char* kLock = "lock";
constexpr const char* kKeys = "keys";
constexpr const char* kAddress = "address";
constexpr const char* kExchanging = "exchanging";
constexpr std::string_view kArchive = "central.db-archive";
constexpr std::array<std::string_view, 4> kDatabaseFiles{"central.db", "central.db-wal",
                                                         "central.db-shm", kArchive};
/// What `init` makes, in the order in which it is thrown away.
constexpr std::array<std::string_view, 6> kMade{
    "central.db", "central.db-wal", "central.db-shm", kArchive, kKeys, kUnfinished};

std::string userName(uid_t user) {
    const auto* entry = ::getpwuid(user);
    return entry != nullptr ? entry->pw_name : std::to_string(user);
}

/// Another user's files must not be touched even by root: what root creates beside them, their
/// owner could not open.
Outcome ours(const fs::path& folder) {
    struct stat found{};
    if (::stat(folder.c_str(), &found) != 0) {
        return errno == ENOENT
                   ? Error{Fault::notFound, "there is no data folder " + folder.string() +
                                                "; make one with: syncd init --data " +
                                                folder.string() + " --units FILE.csv"}
                   : systemError("cannot look into", folder, errno);
    }
    if (!S_ISDIR(found.st_mode)) {
        return Error{Fault::invalid, folder.string() + " is a file; --data names a folder"};
    }
    if (found.st_uid != ::geteuid()) {
        return Error{Fault::refused,
                     folder.string() + " belongs to the user " + userName(found.st_uid) +
                         "; run this as that user: sudo -u " + userName(found.st_uid) + " syncd …"};
    }
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
        return systemError("cannot work in", folder, errno);
    }
    return {};
}

bool isStillThere(const Descriptor& file, const fs::path& path) {
    struct stat held{};
    struct stat named{};
    return ::fstat(file.number(), &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
           held.st_ino == named.st_ino;
}

Result<Descriptor> locked(const fs::path& folder) {
    const auto path = folder / kLock;
    const auto until = std::chrono::steady_clock::now() + kLockWait;
    for (;;) {
        // Opened anew each time: an init that failed meanwhile has removed the file that we would
        // wait for.
        Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
        if (!lock.open()) {
            return systemError("cannot open", path, errno);
        }
        if (::flock(lock.number(), LOCK_EX | LOCK_NB) == 0) {
            if (isStillThere(lock, path)) {
                return lock;
            }
        } else if (errno != EWOULDBLOCK && errno != EINTR) {
            return systemError("cannot lock", path, errno);
        }
        if (std::chrono::steady_clock::now() >= until) {
            return Error{Fault::busy, "another syncd is at work in " + folder.string() +
                                          "; stop that one first"};
        }
        std::this_thread::sleep_for(kLockStep);
    }
}

/// Nothing lies in it but our lock and what an interrupted `init` left.
Outcome holdsNothing(const fs::path& folder) {
    std::error_code fault;
    const bool unfinished = fs::exists(folder / kUnfinished, fault);
    for (const auto& entry : fs::directory_iterator(folder, fault)) {
        const auto name = entry.path().filename().string();
        const bool leftover = unfinished && std::ranges::find(kMade, name) != kMade.end();
        if (name != kLock && name != "lost+found" && !leftover) {
            return Error{Fault::refused, folder.string() + " is not empty (" + name +
                                             "); nothing was changed; choose a new folder"};
        }
    }
    return fault ? Outcome(systemError("cannot look into", folder, fault.value())) : Outcome();
}

/// A name that no restore has used yet: "aside-20260619T080000Z", with a number behind it if need
/// be.
std::string asideName(const fs::path& folder) {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "aside-%Y%m%dT%H%M%SZ", &utc);
    const std::string name(text.data(), size);
    std::error_code ignored;
    std::string free = name;
    for (int number = 2; fs::exists(folder / free, ignored); ++number) {
        free = name + "-" + std::to_string(number);
    }
    return free;
}

/// An empty file, durable.
Outcome mark(const fs::path& path) {
    const Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    return made.open() ? syncFolder(path.parent_path()) : systemError("cannot write", path, errno);
}

}  // namespace

Result<DataFolder> DataFolder::open(const fs::path& path) {
    XIANGJI_TRY(ours(path));
    std::error_code ignored;
    if (!fs::exists(path / "central.db", ignored) && !fs::exists(path / kKeys, ignored)) {
        return Error{Fault::notFound,
                     path.string() + " holds no township yet; make one with: syncd init --data " +
                         path.string() + " --units FILE.csv"};
    }
    XIANGJI_LET(lock, locked(path));
    DataFolder folder(path, std::move(lock));
    XIANGJI_TRY(folder.finishExchange());
    if (fs::exists(path / kUnfinished, ignored)) {
        return Error{Fault::damaged, "an interrupted syncd init left " + path.string() +
                                         " unfinished; run syncd init once more"};
    }
    if (!fs::exists(path / "central.db", ignored)) {
        return Error{Fault::damaged, (path / "central.db").string() +
                                         " is missing; put the last backup in its place with: "
                                         "syncd restore BACKUP --data " +
                                         path.string()};
    }
    return folder;
}

Result<DataFolder> DataFolder::openForRestore(const fs::path& path) {
    XIANGJI_TRY(ours(path));
    std::error_code ignored;
    if (!fs::exists(path / kKeys, ignored)) {
        return Error{Fault::notFound,
                     path.string() +
                         " has no keys/: they are not in a backup of the database; put "
                         "them back from their own copy first, nothing was changed"};
    }
    XIANGJI_LET(lock, locked(path));
    DataFolder folder(path, std::move(lock));
    XIANGJI_TRY(folder.finishExchange());
    if (fs::exists(path / kUnfinished, ignored)) {
        return Error{Fault::damaged, "an interrupted syncd init left " + path.string() +
                                         " unfinished; nothing was changed"};
    }
    return folder;
}

void DataFolder::dropFresh() const {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-journal", "-archive"}) {
        fs::remove_all(fresh().string() + end, ignored);
    }
}

Result<fs::path> DataFolder::exchange() const {
    std::error_code ignored;
    fs::path aside;
    if (std::ranges::any_of(kDatabaseFiles,
                            [&](const auto name) { return fs::exists(path_ / name, ignored); })) {
        aside = path_ / asideName(path_);
        if (::mkdir(aside.c_str(), S_IRWXU) != 0) {
            return systemError("cannot make the folder", aside, errno);
        }
        XIANGJI_TRY(syncFolder(path_));
    }
    XIANGJI_TRY(writeFile(path_ / kExchanging, aside.filename().string() + "\n"));
    XIANGJI_TRY(finishExchange());
    return aside;
}

Outcome DataFolder::finishExchange() const {
    std::error_code fault;
    if (!fs::exists(path_ / kExchanging, fault)) {
        return {};
    }
    XIANGJI_LET(aside, readFile(path_ / kExchanging, kMostNoteBytes));
    while (!aside.empty() && aside.back() == '\n') {
        aside.pop_back();
    }
    // As long as the prepared database waits, what lies in its place is the old one.
    if (fs::exists(fresh(), fault)) {
        for (const auto name : kDatabaseFiles) {
            if (!aside.empty() && fs::exists(path_ / name, fault) &&
                ::rename((path_ / name).c_str(), (path_ / aside / name).c_str()) != 0) {
                return systemError("cannot move aside", path_ / name, errno);
            }
        }
        XIANGJI_TRY(syncFolder(path_));
        if (::rename(fresh().c_str(), (path_ / "central.db").c_str()) != 0) {
            return systemError("cannot put in place", fresh(), errno);
        }
        XIANGJI_TRY(syncFolder(path_));
    }
    // After the database: while that waited, what lay in this place was the old one's.
    auto archive = fresh();
    archive += "-archive";
    if (fs::exists(archive, fault)) {
        if (::rename(archive.c_str(), (path_ / kArchive).c_str()) != 0) {
            return systemError("cannot put in place", archive, errno);
        }
        XIANGJI_TRY(syncFolder(path_));
    }
    if (::unlink((path_ / kExchanging).c_str()) != 0) {
        return systemError("cannot remove", path_ / kExchanging, errno);
    }
    return syncFolder(path_);
}

Result<DataFolder> DataFolder::prepare(const fs::path& path) {
    bool made = false;
    if (::mkdir(path.c_str(), S_IRWXU) == 0) {
        made = true;
    } else if (errno != EEXIST) {
        return systemError("cannot make the folder", path, errno);
    }
    XIANGJI_TRY(ours(path));
    XIANGJI_TRY(holdsNothing(
        path));  // Before the lock is made: a folder that is something else keeps nothing of ours.
    XIANGJI_LET(lock, locked(path));
    XIANGJI_TRY(holdsNothing(path));  // Another init may have finished while we waited.
    DataFolder folder(path, std::move(lock));
    folder.madeIt_ = made;
    folder.removeLeftovers();
    const auto begun = [&]() -> Outcome {
        XIANGJI_TRY(mark(path / kUnfinished));
        if (::chmod(path.c_str(), S_IRWXU) != 0) {
            return systemError("cannot close to others", path, errno);
        }
        if (::mkdir((path / kKeys).c_str(), S_IRWXU) != 0) {
            return systemError("cannot make the folder", path / kKeys, errno);
        }
        return {};
    }();
    if (!begun) {
        folder.abandon();
        return begun.error();
    }
    return folder;
}

Outcome DataFolder::finish() {
    XIANGJI_TRY(syncFolder(path_));
    if (::unlink((path_ / kUnfinished).c_str()) != 0) {
        return systemError("cannot remove", path_ / kUnfinished, errno);
    }
    XIANGJI_TRY(syncFolder(path_));
    auto parent = fs::absolute(path_).parent_path();
    (void)syncFolder(
        parent);  // Our name in it; where it may not be opened, the system will get to it.
    return {};
}

void DataFolder::abandon() {
    removeLeftovers();
    ::unlink((path_ / kLock).c_str());
    if (madeIt_) {
        ::rmdir(path_.c_str());
    }
}

void DataFolder::removeLeftovers() const {
    std::error_code ignored;
    for (const auto name : kMade) {
        fs::remove_all(path_ / name, ignored);
    }
}

Outcome DataFolder::keepKeys(const TownshipKeys& keys) const {
    return keyFolder().keep(keys);
}

Result<TownshipKeys> DataFolder::keys() const {
    return keyFolder().read();
}

KeyFolder DataFolder::keyFolder() const {
    return KeyFolder(path_ / kKeys);
}

Outcome DataFolder::keepAddress(const HostPort& address) const {
    return writeFile(path_ / kAddress, address.text() + "\n");
}

Result<std::optional<HostPort>> DataFolder::address() const {
    std::error_code ignored;
    if (!fs::exists(path_ / kAddress, ignored)) {
        return std::optional<HostPort>();
    }
    XIANGJI_LET(text, readFile(path_ / kAddress, kMostNoteBytes));
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    XIANGJI_LET(address, HostPort::parse(text));
    return std::optional(address);
}

}  // namespace xiangji::syncd
