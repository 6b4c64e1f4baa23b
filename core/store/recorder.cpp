#include "core/store/recorder.hpp"

#include <sqlite3.h>

#include <utility>

#include "core/store/row_table.hpp"

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

using Getter = int (*)(sqlite3*, int, sqlite3_value**);

/// The row's key, which is column 0.
Id keyOf(sqlite3* sql, Getter getter) {
    sqlite3_value* value = nullptr;
    check(getter(sql, 0, &value), "reading a key");
    const auto* blob = static_cast<const char*>(sqlite3_value_blob(value));
    const auto id = Id::fromBytes({blob, static_cast<std::size_t>(sqlite3_value_bytes(value))});
    if (!id) {
        throw SqlFault({Fault::failed, "a row without an id cannot be recorded"});
    }
    return *id;
}

/// Both are by number; what only one of them has is unset in the other.
RecordedRow editOf(const RecordType& type, const Id& id, Fields before, Fields after) {
    RecordedRow row{.type = &type, .id = id};
    for (auto& [number, value] : before) {
        auto now = after.extract(number);
        if (now.empty()) {
            row.after.emplace_hint(row.after.end(), number, Value{});
        } else if (now.mapped() != value) {
            row.after.insert(row.after.end(), std::move(now));
        } else {
            continue;
        }
        row.before.emplace_hint(row.before.end(), number, std::move(value));
    }
    for (auto& [number, value] : after) {
        row.before.emplace(number, Value{});
        row.after.emplace(number, std::move(value));
    }
    return row;
}

}  // namespace

Recorder::Recorder(Connection& connection, const Catalogue& catalogue)
    : connection_(connection), catalogue_(catalogue) {
    sqlite3_preupdate_hook(connection_.handle(), &Recorder::told, this);
}

Recorder::~Recorder() {
    stop();
}

void Recorder::stop() {
    if (std::exchange(listening_, false)) {
        sqlite3_preupdate_hook(connection_.handle(), nullptr, nullptr);
    }
}

void Recorder::told(void* recorder, sqlite3* /*sql*/, int operation, const char* /*database*/,
                    const char* table, long long /*oldRow*/, long long /*newRow*/) {
    auto& self = *static_cast<Recorder*>(recorder);
    try {
        const RecordType* type = self.catalogue_.find(std::string_view(table));
        if (type != nullptr) {
            self.note(operation == SQLITE_INSERT   ? Change::inserted
                      : operation == SQLITE_UPDATE ? Change::updated
                                                   : Change::removed,
                      *type);
        }
    } catch (const SqlFault& fault) {
        self.fault_ = fault.error();
    } catch (const std::exception& fault) {
        self.fault_ = Error{Fault::failed, fault.what()};
    }
}

void Recorder::note(Change change, const RecordType& type) {
    auto* sql = connection_.handle();
    if (change != Change::inserted) {
        const Id id = keyOf(sql, &sqlite3_preupdate_old);
        if (places_.try_emplace({type.number, id}, touched_.size()).second) {
            touched_.push_back({&type, id, fieldsBefore(type)});
        }
    }
    if (change != Change::removed) {
        const Id id = keyOf(sql, &sqlite3_preupdate_new);
        if (places_.try_emplace({type.number, id}, touched_.size()).second) {
            touched_.push_back({&type, id, std::nullopt});
        }
    }
}

Fields Recorder::fieldsBefore(const RecordType& type) const {
    Fields fields;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        sqlite3_value* value = nullptr;
        check(sqlite3_preupdate_old(connection_.handle(), static_cast<int>(i) + 1, &value),
              "reading how a row was");
        if (sqlite3_value_type(value) != SQLITE_NULL) {
            fields.emplace_hint(fields.end(), type.fields[i].number, valueOf(value));
        }
    }
    return fields;
}

std::vector<RecordedRow> Recorder::rows() {
    stop();  // What is written from here on, beside the rows, needs no recording.
    if (fault_) {
        // What is missing here would be taken for never written.
        throw SqlFault(*std::move(fault_));
    }
    std::vector<RecordedRow> rows;
    rows.reserve(touched_.size());
    for (auto& [type, id, before] : touched_) {
        // Read, not remembered: a savepoint may have taken back what was written last.
        auto now = RowTable(connection_, *type).row(id);
        if (!before && now) {
            rows.push_back({type, id, RecordedRow::Kind::inserted, {}, *std::move(now)});
        } else if (before && !now) {
            rows.push_back({type, id, RecordedRow::Kind::removed, *std::move(before), {}});
        } else if (before && now) {
            auto edit = editOf(*type, id, *std::move(before), *std::move(now));
            if (!edit.after.empty()) {
                rows.push_back(std::move(edit));
            }
        }
    }
    return rows;
}

}  // namespace xiangji
