#include "core/store/recorder.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

using Getter = int (*)(sqlite3*, int, sqlite3_value**);

sqlite3_value* column(sqlite3* handle, Getter getter, int place) {
    sqlite3_value* value = nullptr;
    const int code = getter(handle, place, &value);
    if (code != SQLITE_OK) {
        throw SqlFault(sqlError(code, "noting what is written"));
    }
    return value;
}

std::string_view bytesOf(sqlite3_value* value) {
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    return {bytes, bytes == nullptr ? 0 : static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

Value valueOf(sqlite3_value* value, const Field& field) {
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            // A whole number in a column of reals lies in the record as an integer.
            if (field.kind == Kind::real) {
                return sqlite3_value_double(value);
            }
            return std::int64_t{sqlite3_value_int64(value)};
        case SQLITE_FLOAT:
            return sqlite3_value_double(value);
        case SQLITE_TEXT:
            return std::string(bytesOf(value));
        case SQLITE_BLOB:
            return Blob{Bytes(bytesOf(value))};
        default:
            return {};
    }
}

/// The set fields of a row, from column 1 on (column 0 is the id).
Fields fieldsOf(sqlite3* handle, Getter getter, const RecordType& type) {
    Fields fields;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        auto* value = column(handle, getter, static_cast<int>(i) + 1);
        if (sqlite3_value_type(value) != SQLITE_NULL) {
            fields.emplace_hint(fields.end(), type.fields[i].number,
                                valueOf(value, type.fields[i]));
        }
    }
    return fields;
}

/// Leaves what differs on both sides, unset where one side has nothing.
void keepDifference(Fields& before, Fields& after) {
    for (auto at = before.begin(); at != before.end();) {
        const auto now = after.find(at->first);
        if (now != after.end() && now->second == at->second) {
            after.erase(now);
            at = before.erase(at);
            continue;
        }
        after.try_emplace(at->first);
        ++at;
    }
    for (const auto& [number, value] : after) {
        before.try_emplace(number);
    }
}

void noticed(void* recorder, sqlite3* /*handle*/, int operation, const char* database,
             const char* table, sqlite3_int64 /*from*/, sqlite3_int64 /*to*/) {
    if (std::strcmp(database, "main") == 0) {
        static_cast<Recorder*>(recorder)->note(operation, table);
    }
}

}  // namespace

Recorder::Recorder(Connection& connection, const Catalogue& catalogue)
    : connection_(connection),
      catalogue_(catalogue),
      changesBefore_(sqlite3_total_changes64(connection.handle())) {
    sqlite3_preupdate_hook(connection.handle(), &noticed, this);
}

Recorder::~Recorder() {
    stop();
}

void Recorder::stop() {
    sqlite3_preupdate_hook(connection_.handle(), nullptr, nullptr);
}

const RecordType* Recorder::typeNamed(std::string_view table) {
    if (last_ == nullptr || last_->name != table) {
        last_ = table.starts_with('_') ? nullptr : catalogue_.find(table);
    }
    return last_;
}

void Recorder::note(int operation, std::string_view table) noexcept {
    try {
        ++noted_;
        if (const auto* type = typeNamed(table); type != nullptr) {
            touch(*type, operation);
        }
    } catch (...) {
        failed_ = std::current_exception();
    }
}

void Recorder::touch(const RecordType& type, int operation) {
    auto* const handle = connection_.handle();
    const bool inserts = operation == SQLITE_INSERT;
    const Getter getter = inserts ? &sqlite3_preupdate_new : &sqlite3_preupdate_old;
    const Id id = Id::fromBytes(bytesOf(column(handle, getter, 0))).value_or(Id{});
    const auto [at, isFirst] = places_.try_emplace({&type, id}, touched_.size());
    if (!isFirst) {
        touched_[at->second].known = false;
        return;
    }
    auto& touched = touched_.emplace_back(Touched{&type, id, !inserts, inserts, {}, {}});
    (inserts ? touched.after : touched.before) = fieldsOf(handle, getter, type);
}

std::optional<RecordedRow> Recorder::ended(Touched& touched, bool allHeld) {
    RecordedRow row{touched.type, touched.id, RecordedRow::Kind::inserted, {}, {}};
    if (touched.known && allHeld) {
        row.after = std::move(touched.after);
        return row;
    }
    auto now = RowTable(connection_, *touched.type).row(touched.id);
    if (!touched.was) {
        row.after = now ? *std::move(now) : Fields{};
        return now ? std::optional(std::move(row)) : std::nullopt;
    }
    row.kind = now ? RecordedRow::Kind::edited : RecordedRow::Kind::removed;
    row.before = std::move(touched.before);
    if (now) {
        row.after = *std::move(now);
        keepDifference(row.before, row.after);
    }
    return !now || !row.after.empty() ? std::optional(std::move(row)) : std::nullopt;
}

std::vector<RecordedRow> Recorder::rows() {
    stop();
    if (failed_) {
        std::rethrow_exception(failed_);
    }
    // A statement that failed halfway took back what was noted of it; then every row is read again.
    const bool allHeld = sqlite3_total_changes64(connection_.handle()) - changesBefore_ == noted_;
    std::vector<RecordedRow> rows;
    rows.reserve(touched_.size());
    for (auto& touched : touched_) {
        if (auto row = ended(touched, allHeld)) {
            rows.push_back(*std::move(row));
        }
    }
    return rows;
}

}  // namespace xiangji
