#include "core/store/connection.hpp"

#include <sqlite3.h>

#include <array>
#include <bit>
#include <type_traits>
#include <utility>

#include "core/store/long_writes.hpp"

namespace xiangji {

namespace {

constexpr int kBusyTimeoutMs = 5'000;

/// SQLite's count of its own memory takes a lock of the whole process at each allocation, and
/// nobody reads it. Heard only before its first use.
void countNoMemory() {
    [[maybe_unused]] static const int kTold = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

[[noreturn]] void raise(sqlite3* handle) {
    throw SqlFault(sqlError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle)));
}

}  // namespace

Error sqlError(int code, std::string_view detail) {
    const std::string words(detail);
    switch (code & 0xff) {
        case SQLITE_FULL:
            return {Fault::diskFull,
                    "the disk is full; nothing of this was saved, what was saved before is safe; "
                    "make room and try again"};
        case SQLITE_IOERR:
            if (code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_WRITE) {
                return {Fault::diskFull,
                        "the disk is full or cannot be written (" + words +
                            "); nothing of this was saved, what was saved before is safe"};
            }
            return {Fault::failed, "the disk reports an error: " + words};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {Fault::damaged, "the database is damaged (" + words + ")"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Fault::busy, "the database is in use by another process"};
        case SQLITE_CANTOPEN:
            return {Fault::notFound, "the database cannot be opened: " + words};
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
            return {Fault::invalid, "the database does not take this: " + words};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {Fault::failed, "the database cannot be written: " + words};
        default:
            return {Fault::failed, "the database reports: " + words};
    }
}

Outcome useKey(sqlite3* handle, const FileKey& key) {
    // An SQLite that does not know these would say nothing and write in the clear.
    if (!canEncryptFiles()) {
        return Error{Fault::unsupported,
                     "this build of Xiangji cannot encrypt its database; nothing was changed"};
    }
    const std::string told =
        "PRAGMA cipher='chacha20'; PRAGMA legacy=0; PRAGMA hexkey='" + key.hex() + "'";
    const int code = sqlite3_exec(handle, told.c_str(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Outcome() : sqlError(code, sqlite3_errmsg(handle));
}

// ---- Statement
// -----------------------------------------------------------------------------------------------------

Statement::~Statement() {
    if (statement_ != nullptr) {
        reset();
    }
}

Statement& Statement::bind(int place, std::int64_t integer) {
    sqlite3_bind_int64(statement_, place, integer);
    return *this;
}
Statement& Statement::bind(int place, double real) {
    sqlite3_bind_double(statement_, place, real);
    return *this;
}
Statement& Statement::bindNull(int place) {
    sqlite3_bind_null(statement_, place);
    return *this;
}
Statement& Statement::bindText(int place, std::string_view text) {
    if (sqlite3_bind_text64(statement_, place, text.data() == nullptr ? "" : text.data(),
                            text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK) {
        raise(sqlite3_db_handle(statement_));
    }
    return *this;
}
Statement& Statement::bindBlob(int place, std::string_view bytes) {
    if (sqlite3_bind_blob64(statement_, place, bytes.data() == nullptr ? "" : bytes.data(),
                            bytes.size(), SQLITE_TRANSIENT) != SQLITE_OK) {
        raise(sqlite3_db_handle(statement_));
    }
    return *this;
}
Statement& Statement::bindTextView(int place, std::string_view text) {
    if (sqlite3_bind_text64(statement_, place, text.data() == nullptr ? "" : text.data(),
                            text.size(), SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK) {
        raise(sqlite3_db_handle(statement_));
    }
    return *this;
}
Statement& Statement::bindBlobView(int place, std::string_view bytes) {
    if (sqlite3_bind_blob64(statement_, place, bytes.data() == nullptr ? "" : bytes.data(),
                            bytes.size(), SQLITE_STATIC) != SQLITE_OK) {
        raise(sqlite3_db_handle(statement_));
    }
    return *this;
}
Statement& Statement::bindView(int place, const Id& id) {
    static_assert(std::is_standard_layout_v<Id> && sizeof(Id) == Id::kSizeBytes);
    return bindBlobView(place, {reinterpret_cast<const char*>(&id), sizeof(Id)});
}
Statement& Statement::bindView(int place, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return bindTextView(place, *text);
    }
    if (const auto* blob = std::get_if<Blob>(&value)) {
        return bindBlobView(place, blob->bytes());
    }
    return bind(place, value);
}
Statement& Statement::bind(int place, const Id& id) {
    const auto octets = std::bit_cast<std::array<char, Id::kSizeBytes>>(id);
    return bindBlob(place, {octets.data(), octets.size()});
}

Statement& Statement::bind(int place, const Value& value) {
    struct Binder {
        Statement& statement;
        int place;
        void operator()(std::monostate) const { statement.bindNull(place); }
        void operator()(std::int64_t integer) const { statement.bind(place, integer); }
        void operator()(double real) const { statement.bind(place, real); }
        void operator()(const std::string& text) const { statement.bindText(place, text); }
        void operator()(const Blob& blob) const { statement.bindBlob(place, blob.bytes()); }
    };
    std::visit(Binder{*this, place}, value);
    return *this;
}

bool Statement::step() {
    switch (sqlite3_step(statement_)) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            raise(sqlite3_db_handle(statement_));
    }
}

void Statement::run() {
    while (step()) {
    }
    sqlite3_reset(statement_);
}

void Statement::reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text == nullptr
               ? std::string()
               : std::string(text,
                             static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}
Bytes Statement::blob(int column) const {
    return Bytes(blobView(column));
}

std::string_view Statement::blobView(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes == nullptr
               ? std::string_view()
               : std::string_view(
                     bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}
Id Statement::id(int column) const {
    return Id::fromBytes(blobView(column)).value_or(Id{});
}

Value Statement::value(int column) const {
    switch (sqlite3_column_type(statement_, column)) {
        case SQLITE_INTEGER:
            return integer(column);
        case SQLITE_FLOAT:
            return real(column);
        case SQLITE_TEXT:
            return text(column);
        case SQLITE_BLOB:
            return Blob{blobView(column)};
        default:
            return {};
    }
}

// ---- Prepared
// -----------------------------------------------------------------------------------------------------

namespace {

sqlite3_stmt* preparedOn(sqlite3* handle, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &prepared, nullptr) != SQLITE_OK) {
        raise(handle);
    }
    return prepared;
}

/// The same statement is being stepped further up: a second, uncached one would leak, so this is a
/// mistake of the caller.
void requireFree(sqlite3_stmt* statement) {
    if (sqlite3_stmt_busy(statement) != 0) {
        throw SqlFault({Fault::failed, "a statement is used while it is being read: " +
                                           std::string(sqlite3_sql(statement))});
    }
}

}  // namespace

Prepared::Prepared(Connection& connection, std::string_view sql)
    : statement_(preparedOn(connection.handle(), sql)) {}

Prepared::~Prepared() {
    sqlite3_finalize(statement_);
}

Statement Prepared::use() const {
    requireFree(statement_);
    return Statement(statement_);
}

// ---- Connection
// ----------------------------------------------------------------------------------------------------

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Mode mode,
                                                     const FileKey* key) {
    const bool writes = mode == Mode::write || mode == Mode::writeMuch;
    const int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    countNoMemory();
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX,
                                     mode == Mode::writeMuch ? longWrites() : nullptr);
    std::unique_ptr<Connection> connection(new Connection(handle));
    if (code != SQLITE_OK) {
        return sqlError(code, handle == nullptr ? "no memory" : sqlite3_errmsg(handle));
    }
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    if (key != nullptr) {
        XIANGJI_TRY(useKey(handle, *key));
        connection->key_ = *key;
    }
    // A file from elsewhere must not run code of its own making.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, mode == Mode::rescue ? 0 : 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (!writes) {
        // One connection does all checkpoints (FACTS: WAL reset bug before 3.51.3).
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    auto ready = guarded([&] {
        if (writes) {
            connection->execute("PRAGMA journal_mode=WAL");
            connection->execute("PRAGMA synchronous=FULL");
        }
        connection->execute("PRAGMA temp_store=MEMORY");
        if (mode == Mode::rescue) {
            // One table's spoilt description must not hide the others; nothing can be written.
            connection->execute("PRAGMA writable_schema=ON");
            return;
        }
        connection->execute("SELECT count(*) FROM sqlite_schema");
    });
    if (!ready) {
        return ready.error();
    }
    return connection;
}

Connection::~Connection() {
    for (const auto& [sql, statement] : cache_) {
        sqlite3_finalize(statement);
    }
    sqlite3_close_v2(handle_);
}

Statement Connection::statement(std::string_view sql) {
    const auto found = cache_.find(sql);
    return loan(found == cache_.end() ? prepare(sql, sql) : found->second);
}

Statement Connection::loan(sqlite3_stmt* statement) {
    requireFree(statement);
    return Statement(statement);
}

sqlite3_stmt* Connection::prepare(std::string_view name, std::string_view sql) {
    return cache_.emplace(name, preparedOn(handle_, sql)).first->second;
}

void Connection::execute(std::string_view sql) {
    if (sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        raise(handle_);
    }
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(handle_);
}

std::int64_t Connection::lastRowid() const {
    return sqlite3_last_insert_rowid(handle_);
}

// ---- SqlTransaction
// ------------------------------------------------------------------------------------------------

SqlTransaction::SqlTransaction(Connection& connection) : connection_(&connection) {
    connection.statement("BEGIN IMMEDIATE").run();
}

SqlTransaction::~SqlTransaction() {
    if (connection_ == nullptr) {
        return;
    }
    ++connection_->rollbacks_;
    if (sqlite3_get_autocommit(connection_->handle()) == 0) {
        sqlite3_exec(connection_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void SqlTransaction::commit() {
    connection_->statement("COMMIT").run();
    connection_ = nullptr;
}

}  // namespace xiangji
