#include "core/store/schema.hpp"

#include <set>

namespace xiangji {

std::string_view sqlType(const Field& field) {
    if (field.isSet) {
        return "TEXT";
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
        std::set<std::string> columns;
        {
            auto query = connection.statement("SELECT name FROM pragma_table_info(?1)");
            query.bindText(1, type.name);
            while (query.step()) {
                columns.insert(query.text(0));
            }
        }
        if (columns.empty()) {
            connection.execute(tableOf(type, extra, order));
            continue;
        }
        for (const auto& field : type.fields) {
            if (!columns.contains(field.name)) {
                connection.execute("ALTER TABLE \"" + type.name + "\" ADD COLUMN \"" + field.name +
                                   "\" " + std::string(sqlType(field)));
            }
        }
    }
}

}  // namespace xiangji
