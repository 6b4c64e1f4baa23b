#include "core/store/encrypted_file.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include "core/store/connection.hpp"
#include "core/store/database_copy.hpp"

namespace xiangji {

namespace {

std::filesystem::path with(const std::filesystem::path& file, const char* ending) {
    return file.string() + ending;
}

Outcome gone(const std::filesystem::path& file) {
    return ::unlink(file.c_str()) == 0 || errno == ENOENT
               ? Outcome()
               : Error{Fault::failed, file.string() + ": " + std::strerror(errno)};
}

/// What belongs to a file and would be taken for its successor's.
Outcome goneBeside(const std::filesystem::path& file) {
    for (const char* ending : {"-wal", "-shm", "-journal"}) {
        XIANGJI_TRY(gone(with(file, ending)));
    }
    return {};
}

/// The whole file, durable, under its name.
Outcome putInPlace(const std::filesystem::path& beside, const std::filesystem::path& file) {
    XIANGJI_TRY(syncFile(beside));
    if (::rename(beside.c_str(), file.c_str()) != 0) {
        return Error{Fault::failed, file.string() + ": " + std::strerror(errno)};
    }
    const auto folder = file.parent_path();
    return syncFile(folder.empty() ? std::filesystem::path(".") : folder);
}

/// As the name of a file that says how it is to be encrypted.
std::string nameOf(const std::filesystem::path& file, const FileKey& key) {
    std::string name = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '_' || c == '-';
        name += plain ? std::string(1, c) : '%' + toHex(std::string_view(&c, 1));
    }
    return name + "?cipher=chacha20&legacy=0&hexkey=" + key.hex();
}

/// SQLite's own rewriting of a database into a new file. It reads how to encrypt from the file's
/// name, which no other connection here is allowed to.
void writeAnew(const std::filesystem::path& file, const std::filesystem::path& to,
               const FileKey& key) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(std::filesystem::absolute(file).c_str(), &opened,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> handle(opened, &sqlite3_close_v2);
    const auto require = [&](int done) {
        if (done != SQLITE_OK) {
            throw SqlFault(sqlError(done, sqlite3_errmsg(opened)));
        }
    };
    require(code);
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    require(sqlite3_exec(opened, "PRAGMA temp_store=MEMORY", nullptr, nullptr, nullptr));
    sqlite3_stmt* prepared = nullptr;
    require(sqlite3_prepare_v2(opened, "VACUUM INTO ?1", -1, &prepared, nullptr));
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared,
                                                                               &sqlite3_finalize);
    const auto name = nameOf(to, key);
    require(sqlite3_bind_text(prepared, 1, name.c_str(), -1, SQLITE_STATIC));
    if (sqlite3_step(prepared) != SQLITE_DONE) {
        // SQLite's own words would repeat the name, and with it the key.
        throw SqlFault(
            sqlError(sqlite3_extended_errcode(opened), "the encrypted copy cannot be written"));
    }
}

/// All of it into the one file: a log that stayed would be read into its successor.
Outcome withoutLog(const std::filesystem::path& file) {
    {
        XIANGJI_LET(sql, Connection::open(file, Connection::Mode::write));
        XIANGJI_LET(mode, guarded([&] {
                        auto query = sql->statement("PRAGMA journal_mode=DELETE");
                        return query.step() ? query.text(0) : std::string();
                    }));
        if (mode != "delete") {
            return Error{Fault::busy, "the database is in use by another process"};
        }
    }
    if (std::filesystem::exists(with(file, "-wal"))) {
        return Error{Fault::busy, "the database is in use by another process"};
    }
    return {};
}

}  // namespace

Outcome beginEncrypted(const std::filesystem::path& file, const FileKey& key) {
    const auto beside = with(file, ".new");
    XIANGJI_TRY(gone(beside));
    XIANGJI_TRY(goneBeside(beside));
    {
        XIANGJI_LET(sql, Connection::open(beside, Connection::Mode::write, &key));
    }
    XIANGJI_LET(form, formOf(beside, &key));
    if (form != FileForm::sealed) {
        return Error{Fault::failed, "a new database did not come out encrypted; nothing was saved"};
    }
    XIANGJI_TRY(goneBeside(beside));
    XIANGJI_TRY(goneBeside(file));
    return putInPlace(beside, file);
}

Outcome encryptFile(const std::filesystem::path& file, const FileKey& key) {
    const auto beside = with(file, ".new");
    XIANGJI_TRY(gone(beside));
    XIANGJI_TRY(goneBeside(beside));
    XIANGJI_TRY(withoutLog(file));
    const auto written = [&]() -> Outcome {
        XIANGJI_TRY(guarded([&] { writeAnew(file, beside, key); }));
        XIANGJI_LET(form, formOf(beside, &key));
        if (form != FileForm::sealed) {
            return Error{Fault::failed, "the copy did not come out encrypted"};
        }
        XIANGJI_TRY(checkDatabase(beside, &key));
        return putInPlace(beside, file);
    }();
    if (!written) {
        (void)gone(beside);  // Else at the next call.
    }
    return written;
}

}  // namespace xiangji
