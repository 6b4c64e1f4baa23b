#include "core/store/recorder.hpp"

#include <sqlite3.h>

#include <memory>

#include "core/store/recorded_changes.hpp"

namespace xiangji {

namespace {

void check(int code, std::string_view doing) {
    if (code != SQLITE_OK) {
        throw SqlFault(sqlError(code, std::string(doing) + ": " + sqlite3_errstr(code)));
    }
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
    RecordedChanges changes({static_cast<const char*>(changeset), static_cast<std::size_t>(size)},
                            catalogue_);
    std::vector<RecordedRow> rows;
    while (auto row = changes.next()) {
        rows.push_back(*std::move(row));
    }
    return rows;
}

}  // namespace xiangji
