#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/id.hpp"
#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"
#include "core/store/made_rows.hpp"

struct sqlite3;

namespace xiangji {

/// One row as a transaction left it: only what really differs.
struct RecordedRow {
    enum class Kind { inserted, edited, removed };
    const RecordType* type = nullptr;
    Id id;
    Kind kind = Kind::edited;
    Fields before;  ///< edited: old values of the fields that changed; removed: all set fields
    Fields after;   ///< edited: new values; inserted: all set fields
};

/// What SQLite's session does, over the record tables while a person's transaction runs, by the
/// same hook: of each row that is touched it remembers how the row was, and compares at the end. A
/// session does so with statements that it prepares anew for each transaction and table, which cost
/// more than all else that recording costs. It lives in memory, so its rows are read and put into
/// the outbox before COMMIT (FACTS). One at a time on a connection.
class Recorder {
 public:
    Recorder(Connection& connection, const Catalogue& catalogue);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Rows in the order in which they were touched first; one written twice appears once, one that
    /// is as it was not at all. To be asked once: afterwards nothing is recorded any more. Throws
    /// SqlFault.
    [[nodiscard]] std::vector<RecordedRow> rows();

 private:
    /// A row, and all its set fields as they were before it was touched; none: there was no row.
    struct Touched {
        const RecordType* type = nullptr;
        Id id;
        std::optional<Fields> before;
    };
    enum class Change { inserted, updated, removed };

    static void told(void* recorder, sqlite3* sql, int operation, const char* database,
                     const char* table, long long oldRow, long long newRow);
    void note(Change change, const RecordType& type);
    /// Of the row that is just being changed.
    [[nodiscard]] Fields fieldsBefore(const RecordType& type) const;
    void stop();

    Connection& connection_;
    const Catalogue& catalogue_;
    bool listening_ = true;
    std::optional<Error> fault_;  ///< nothing may be thrown through SQLite
    std::vector<Touched> touched_;
    std::unordered_map<MadeRows::Name, std::size_t, MadeRows::NameHash> places_;
};

}  // namespace xiangji
