#include "core/store/recorder.hpp"

#include <sqlite3.h>

#include "core/store/schema.hpp"

namespace xiangji {

namespace {

void check(int code, std::string_view doing) {
    if (code != SQLITE_OK) {
        throw SqlFault(sqlError(code, std::string(doing) + ": " + sqlite3_errstr(code)));
    }
}

Value valueOf(sqlite3_value* value) {
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_value_int64(value)};
        case SQLITE_FLOAT:
            return sqlite3_value_double(value);
        case SQLITE_TEXT:
            return std::string(reinterpret_cast<const char*>(sqlite3_value_text(value)), size);
        case SQLITE_BLOB:
            return Blob{Bytes(static_cast<const char*>(sqlite3_value_blob(value)), size)};
        default:
            return {};
    }
}

Id idOf(sqlite3_value* value) {
    const auto* blob = static_cast<const char*>(sqlite3_value_blob(value));
    return Id::fromBytes({blob, static_cast<std::size_t>(sqlite3_value_bytes(value))})
        .value_or(Id{});
}

struct Walk {
    sqlite3_changeset_iter* at = nullptr;
    ~Walk() { sqlite3changeset_finalize(at); }
};

using Getter = int (*)(sqlite3_changeset_iter*, int, sqlite3_value**);

/// Fields of a row from column 1 on (column 0 is the id). A column that did not change has no
/// value.
Fields fieldsOf(sqlite3_changeset_iter* at, Getter getter, const RecordType& type, bool unsetToo) {
    Fields fields;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        sqlite3_value* value = nullptr;
        check(getter(at, static_cast<int>(i) + 1, &value), "reading what was recorded");
        if (value != nullptr && (unsetToo || sqlite3_value_type(value) != SQLITE_NULL)) {
            fields.emplace_hint(fields.end(), type.fields[i].number, valueOf(value));
        }
    }
    return fields;
}

}  // namespace

Recorder::Recorder(Connection& connection, const Catalogue& catalogue)
    : connection_(connection), catalogue_(catalogue) {
    check(sqlite3session_create(connection_.handle(), "main", &session_), "starting to record");
    const auto isRecord = [](void* types, const char* table) {
        return static_cast<const Catalogue*>(types)->find(std::string_view(table)) != nullptr ? 1
                                                                                              : 0;
    };
    // Tables are attached as they are touched: a transaction knows a few of them.
    sqlite3session_table_filter(session_, isRecord, const_cast<Catalogue*>(&catalogue_));
    const int code = sqlite3session_attach(session_, nullptr);
    if (code != SQLITE_OK) {
        stop();
        check(code, "recording");
    }
}

Recorder::~Recorder() {
    stop();
}

void Recorder::stop() {
    if (session_ != nullptr) {
        sqlite3session_delete(session_);
        session_ = nullptr;
    }
}

std::vector<RecordedRow> Recorder::rows() {
    int size = 0;
    void* changeset = nullptr;
    check(sqlite3session_changeset(session_, &size, &changeset), "collecting what was recorded");
    const std::unique_ptr<void, decltype(&sqlite3_free)> owner(changeset, &sqlite3_free);
    stop();  // What is written from here on, beside the rows, needs no recording.
    std::vector<RecordedRow> rows;
    Walk walk;
    check(sqlite3changeset_start(&walk.at, size, changeset), "reading what was recorded");
    int code = SQLITE_OK;
    while ((code = sqlite3changeset_next(walk.at)) == SQLITE_ROW) {
        const char* table = nullptr;
        int columns = 0;
        int operation = 0;
        check(sqlite3changeset_op(walk.at, &table, &columns, &operation, nullptr),
              "reading what was recorded");
        RecordedRow row;
        row.type = catalogue_.find(std::string_view(table));
        sqlite3_value* key = nullptr;
        if (operation == SQLITE_INSERT) {
            row.kind = RecordedRow::Kind::inserted;
            check(sqlite3changeset_new(walk.at, 0, &key), "reading a key");
            row.after = fieldsOf(walk.at, &sqlite3changeset_new, *row.type, false);
        } else {
            check(sqlite3changeset_old(walk.at, 0, &key), "reading a key");
            const bool edited = operation == SQLITE_UPDATE;
            row.kind = edited ? RecordedRow::Kind::edited : RecordedRow::Kind::removed;
            row.before = fieldsOf(walk.at, &sqlite3changeset_old, *row.type, edited);
            if (edited) {
                row.after = fieldsOf(walk.at, &sqlite3changeset_new, *row.type, true);
            }
        }
        row.id = idOf(key);
        rows.push_back(std::move(row));
    }
    // Anything but the end is no end: what is missing here would be taken for never written.
    if (code != SQLITE_DONE) {
        check(code, "reading what was recorded");
    }
    return rows;
}

}  // namespace xiangji
