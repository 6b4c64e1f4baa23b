#include "core/store/database_copy.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace xiangji {

namespace {

constexpr int kAllPages = -1;

struct Closing {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, Closing>;

void require(int code, sqlite3* handle) {
    if (code != SQLITE_OK) {
        throw SqlFault(sqlError(code, sqlite3_errmsg(handle)));
    }
}

void copyPages(Connection& from, const std::filesystem::path& to) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(to.c_str(), &opened,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    const Handle target(opened);
    require(code, opened);
    sqlite3_extended_result_codes(opened, 1);
    if (const auto* key = from.key(); key != nullptr) {
        if (const auto used = useKey(opened, *key); !used) {
            throw SqlFault(used.error());
        }
    }
    auto* backup = sqlite3_backup_init(opened, "main", from.handle(), "main");
    if (backup == nullptr) {
        throw SqlFault(sqlError(sqlite3_extended_errcode(opened), sqlite3_errmsg(opened)));
    }
    // One step: under the open read transaction it is one moment, and a writer beside it waits for
    // nothing.
    const int stepped = sqlite3_backup_step(backup, kAllPages);
    sqlite3_backup_finish(backup);
    require(stepped == SQLITE_DONE ? SQLITE_OK : stepped, opened);
    require(sqlite3_exec(opened, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr), opened);
}

}  // namespace

Outcome syncFile(const std::filesystem::path& file) {
    const int number = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = number >= 0 && ::fsync(number) == 0;
    const int fault = errno;
    if (number >= 0) {
        ::close(number);
    }
    return synced ? Outcome()
                  : Error{fault == ENOSPC ? Fault::diskFull : Fault::failed,
                          "cannot write " + file.string() + ": " + std::strerror(fault)};
}

void copyDatabase(Connection& from, const std::filesystem::path& to) {
    std::error_code ignored;
    if (std::filesystem::exists(to, ignored)) {
        throw SqlFault({Fault::refused, to.string() + " is there already; nothing was changed"});
    }
    try {
        copyPages(from, to);
        if (const auto synced = syncFile(to); !synced) {
            throw SqlFault(synced.error());
        }
    } catch (const SqlFault&) {
        std::filesystem::remove(to, ignored);
        throw;
    }
}

Outcome checkDatabase(const std::filesystem::path& file, const FileKey* key) {
    XIANGJI_LET(connection, Connection::open(file, Connection::Mode::read, key));
    XIANGJI_LET(found, guarded([&] {
                    auto query = connection->statement("PRAGMA integrity_check(1)");
                    return query.step() ? query.text(0) : std::string();
                }));
    if (found != "ok") {
        return Error{Fault::damaged, file.string() + " is damaged: " + found};
    }
    return {};
}

}  // namespace xiangji
