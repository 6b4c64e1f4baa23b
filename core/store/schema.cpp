#include "core/store/schema.hpp"

#include <algorithm>
#include <vector>

namespace xiangji {

namespace {

struct Column {
    std::string name;
    std::string kind;
};

std::vector<Column> columnsOf(Connection& connection, const std::string& table) {
    std::vector<Column> columns;
    auto query = connection.statement("SELECT name, type FROM pragma_table_info(?1)");
    query.bindText(1, table);
    while (query.step()) {
        columns.push_back({query.text(0), query.text(1)});
    }
    return columns;
}

const Column* columnIn(const std::vector<Column>& columns, std::string_view name) {
    const auto found = std::ranges::find(columns, name, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

void addColumn(Connection& connection, const std::string& table, std::string_view name,
               std::string_view kind) {
    connection.execute("ALTER TABLE \"" + table + "\" ADD COLUMN \"" + std::string(name) + "\" " +
                       std::string(kind));
}

/// A column of a STRICT table keeps its kind: where a field came to be sealed its table is made
/// anew, in the order of the fields (what is recorded is read by place), with what it holds.
void makeAnew(Connection& connection, const RecordType& type, std::string_view extra,
              RowOrder order, const std::vector<Column>& before) {
    const std::string aside = "_before_" + type.name;
    connection.execute("ALTER TABLE \"" + type.name + "\" RENAME TO \"" + aside + '"');
    connection.execute(tableOf(type, extra, order));
    const auto now = columnsOf(connection, type.name);
    std::string list;
    for (const auto& column : before) {
        list += (list.empty() ? "\"" : ", \"") + column.name + '"';
        if (columnIn(now, column.name) == nullptr) {  // a newer program's
            addColumn(connection, type.name, column.name, column.kind);
        }
    }
    connection.execute("INSERT INTO \"" + type.name + "\" (" + list + ") SELECT " + list +
                       " FROM \"" + aside + "\"; DROP TABLE \"" + aside + '"');
}

}  // namespace

std::string_view sqlType(const Field& field) {
    if (field.isSet) {
        return "TEXT";
    }
    // Sealed text, or a number from before the field was sealed.
    if (field.rules.sealed() && field.kind != Kind::text) {
        return "ANY";
    }
    switch (field.kind) {
        case Kind::integer:
        case Kind::boolean:
        case Kind::choice:
            return "INTEGER";
        case Kind::real:
            return "REAL";
        case Kind::text:
            return "TEXT";
        case Kind::reference:
        case Kind::blob:
            return "BLOB";
    }
    return "BLOB";
}

std::string columnList(const RecordType& type) {
    std::string list = "id";
    for (const auto& field : type.fields) {
        list += ", \"" + field.name + '"';
    }
    return list;
}

std::string tableOf(const RecordType& type, std::string_view extra, RowOrder order) {
    std::string sql =
        "CREATE TABLE \"" + type.name + "\" (id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16)";
    for (const auto& field : type.fields) {
        sql += ", \"" + field.name + "\" ";
        sql += sqlType(field);
    }
    if (!extra.empty()) {
        sql += ", ";
        sql += extra;
    }
    return sql + (order == RowOrder::byId ? ") STRICT, WITHOUT ROWID" : ") STRICT");
}

void furnishRecords(Connection& connection, const Catalogue& catalogue, std::string_view extra,
                    RowOrder order) {
    for (const auto& type : catalogue.types()) {
        const auto columns = columnsOf(connection, type.name);
        if (columns.empty()) {
            connection.execute(tableOf(type, extra, order));
            continue;
        }
        const bool sealedSince = std::ranges::any_of(type.fields, [&](const Field& field) {
            const auto* column = columnIn(columns, field.name);
            return column != nullptr && sqlType(field) == "ANY" && column->kind != "ANY";
        });
        if (sealedSince) {
            makeAnew(connection, type, extra, order, columns);
            continue;
        }
        for (const auto& field : type.fields) {
            if (columnIn(columns, field.name) == nullptr) {
                addColumn(connection, type.name, field.name, sqlType(field));
            }
        }
    }
}

}  // namespace xiangji
