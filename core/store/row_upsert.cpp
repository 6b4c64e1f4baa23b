#include "core/store/row_upsert.hpp"

#include "core/records/row_scope.hpp"

namespace xiangji {

namespace {

bool served(const Field& field, std::uint32_t level) {
    return level == 0 || sinceOf(field) <= level;
}

std::string upsertOf(const RecordType& type, std::uint32_t level) {
    std::string columns = "id";
    std::string places = "?1";
    std::string updates;
    int place = 1;
    for (const auto& field : type.fields) {
        if (!served(field, level)) {
            continue;
        }
        const std::string column = '"' + field.name + '"';
        columns += ", " + column;
        places += ", ?" + std::to_string(++place);
        updates += updates.empty() ? "" : ", ";
        updates += column;
        updates += " = excluded.";
        updates += column;
    }
    return "INSERT INTO \"" + type.name + "\" (" + columns + ") VALUES (" + places +
           ") ON CONFLICT (id) DO UPDATE SET " + updates;
}

void bindView(Statement& statement, int place, const wire::Cell& cell) {
    switch (cell.value_case()) {
        case wire::Cell::kInteger:
            statement.bind(place, std::int64_t{cell.integer()});
            return;
        case wire::Cell::kReal:
            statement.bind(place, cell.real());
            return;
        case wire::Cell::kText:
            statement.bindTextView(place, cell.text());
            return;
        case wire::Cell::kBlob:
            statement.bindBlobView(place, cell.blob());
            return;
        case wire::Cell::VALUE_NOT_SET:
            return;
    }
}

}  // namespace

RowUpsert::RowUpsert(Connection& connection, const RecordType& type, std::uint32_t level)
    : statement_(connection.statement(upsertOf(type, level))) {
    places_.resize(type.fields.empty() ? 1 : type.fields.back().number + 1, 0);
    int place = 1;
    for (const auto& field : type.fields) {
        if (served(field, level)) {
            places_[field.number] = ++place;
        }
    }
}

void RowUpsert::put(const wire::PulledRow& row) {
    // What is not bound is NULL: only set cells travel.
    statement_.reset();
    statement_.bindBlobView(1, row.row());
    for (const auto& cell : row.cells()) {
        if (cell.field() < places_.size() && places_[cell.field()] != 0) {
            bindView(statement_, places_[cell.field()], cell);
        }
    }
    statement_.run();
    statement_.reset();
}

}  // namespace xiangji
