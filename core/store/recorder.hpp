#pragma once

#include <vector>

#include "core/base/id.hpp"
#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"

struct sqlite3_session;

namespace xiangji {

/// One row as the session saw it at the end of a transaction: only what really differs.
struct RecordedRow {
    enum class Kind { inserted, edited, removed };
    const RecordType* type = nullptr;
    Id id;
    Kind kind = Kind::edited;
    Fields before;  ///< edited: old values of fields that changed; removed: all set fields
    Fields after;   ///< edited: new values; inserted: all set fields
};

/// SQLite's session over the record tables while a person's transaction runs. It lives in memory,
/// so its rows are read and put into the outbox before COMMIT (FACTS). One at a time on a
/// connection; no ALTER while it lives.
class Recorder {
 public:
    Recorder(Connection& connection, const Catalogue& catalogue);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Rows table by table; one written twice appears once, one that is as it was not at all. To be
    /// asked once: afterwards nothing is recorded any more. Throws SqlFault.
    [[nodiscard]] std::vector<RecordedRow> rows();

 private:
    void stop();

    Connection& connection_;
    const Catalogue& catalogue_;
    sqlite3_session* session_ = nullptr;
};

}  // namespace xiangji
