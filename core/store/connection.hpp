#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/records/value.hpp"
#include "core/store/file_key.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace xiangji {

/// Thrown by Connection and Statement; `guarded` turns it into a Result at the edge of a room that
/// uses them.
class SqlFault final : public std::exception {
 public:
    explicit SqlFault(Error error) : error_(std::move(error)) {}
    [[nodiscard]] const Error& error() const { return error_; }
    [[nodiscard]] const char* what() const noexcept override { return error_.detail.c_str(); }

 private:
    Error error_;
};

/// Runs `work`; its value, or the fault it threw.
template <typename Work>
auto guarded(Work&& work) -> Result<decltype(work())> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SqlFault& fault) {
        return fault.error();
    }
}

/// A prepared statement on loan from its connection's cache: reset when it goes out of scope.
/// Places count from 1, columns from 0.
class Statement {
 public:
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(int place, std::int64_t integer);
    Statement& bind(int place, std::uint64_t integer) {
        return bind(place, static_cast<std::int64_t>(integer));
    }
    Statement& bind(int place, int integer) { return bind(place, std::int64_t{integer}); }
    Statement& bind(int place, double real);
    Statement& bindNull(int place);
    Statement& bindText(int place, std::string_view text);   ///< copied
    Statement& bindBlob(int place, std::string_view bytes);  ///< copied
    /// Read where they lie until the next reset().
    Statement& bindTextView(int place, std::string_view text);
    Statement& bindBlobView(int place, std::string_view bytes);
    Statement& bindView(int place, const Id& id);
    Statement& bindView(int place, const Value& value);
    Statement& bind(int place, const Id& id);
    Statement& bind(int place, const Value& value);

    /// True: a row stands ready. False: done.
    bool step();
    /// Steps to the end.
    void run();
    /// Ready to bind and run again.
    void reset();

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::uint64_t unsignedInteger(int column) const {
        return static_cast<std::uint64_t>(integer(column));
    }
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] Bytes blob(int column) const;
    [[nodiscard]] std::string_view blobView(int column) const;  ///< until the next step
    [[nodiscard]] Id id(int column) const;                      ///< none if not 16 bytes
    [[nodiscard]] Value value(int column) const;                ///< by the storage class found

 private:
    sqlite3_stmt* statement_;
};

class Connection;

/// A statement that its owner keeps: for what runs so often that finding it by its text would cost
/// more than running it. Must go before its connection. Throws SqlFault.
class Prepared {
 public:
    Prepared(Connection& connection, std::string_view sql);
    ~Prepared();
    Prepared(Prepared&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;
    Prepared& operator=(Prepared&&) = delete;

    /// On loan, as from the cache: one at a time.
    [[nodiscard]] Statement use() const;

 private:
    sqlite3_stmt* statement_ = nullptr;
};

/// One SQLite connection with its statement cache. Not thread-safe: whoever owns it locks.
/// WAL, synchronous=FULL (FACTS: NORMAL loses commits in a power cut), foreign keys off: references
/// may come late.
class Connection {
 public:
    /// `writeMuch` is for whoever commits many pages at a time (long_writes.hpp). `rescue` reads a
    /// damaged file: what of its schema can be read is taken.
    enum class Mode { write, writeMuch, read, rescue };
    /// With a key the file, its log and its journals lie encrypted under it; what is temporary
    /// stays in memory. Faults: diskFull, damaged ("… is not a database": with a key, perhaps
    /// another one's), notFound (read mode), unsupported (a key, and an SQLite without the cipher),
    /// failed.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                                  Mode mode,
                                                                  const FileKey* key = nullptr);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Statement statement(std::string_view sql);
    /// As above, but found by a name of its own: `make` gives its text when it is first needed. For
    /// long statements, whose text costs as much to make as they cost to run.
    template <typename Make>
    [[nodiscard]] Statement named(std::string_view name, Make&& make) {
        const auto found = cache_.find(name);
        return loan(found == cache_.end() ? prepare(name, make()) : found->second);
    }
    void execute(std::string_view sql);  ///< one or several statements without values
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] std::int64_t lastRowid() const;  ///< of the last insert
    /// How many transactions ended without a commit: what was remembered of what they wrote is
    /// void.
    [[nodiscard]] std::uint64_t rollbacks() const { return rollbacks_; }
    [[nodiscard]] sqlite3* handle() const { return handle_; }
    /// Under which the file lies; none: in the clear.
    [[nodiscard]] const FileKey* key() const { return key_ ? &*key_ : nullptr; }

 private:
    friend class SqlTransaction;
    explicit Connection(sqlite3* handle) : handle_(handle) {}
    sqlite3* handle_;
    std::optional<FileKey> key_;
    [[nodiscard]] static Statement loan(sqlite3_stmt* statement);
    [[nodiscard]] sqlite3_stmt* prepare(std::string_view name, std::string_view sql);
    std::uint64_t rollbacks_ = 0;
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> cache_;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back when it goes out of scope uncommitted.
class SqlTransaction {
 public:
    explicit SqlTransaction(Connection& connection);
    ~SqlTransaction();
    SqlTransaction(const SqlTransaction&) = delete;
    SqlTransaction& operator=(const SqlTransaction&) = delete;
    void commit();

 private:
    Connection* connection_;
};

/// The Error of an SQLite result code, in words: a full disk, a damaged file, a busy database. For
/// core/store's own files.
[[nodiscard]] Error sqlError(int code, std::string_view detail);

/// Gives a connection that has read nothing yet its file's key. For core/store's own files. Faults:
/// unsupported.
[[nodiscard]] Outcome useKey(sqlite3* handle, const FileKey& key);

}  // namespace xiangji
