#include "core/store/row_table.hpp"

#include "core/store/schema.hpp"

namespace xiangji {

namespace {

std::string sqlName(std::string_view name) {
    return '"' + std::string(name) + '"';
}

/// " WHERE …": values stand at places 1, 2 …
std::string conditions(const RecordType& type, const RowFilter& filter) {
    std::string sql;
    const auto join = [&sql] { return sql.empty() ? " WHERE " : " AND "; };
    int place = 0;
    for (const auto& [number, value] : filter.where) {
        const Field* field = type.field(number);
        if (field == nullptr) {
            throw SqlFault(
                {Fault::invalid, type.name + " has no field number " + std::to_string(number)});
        }
        const std::string column = sqlName(field->name);
        if (isUnset(value)) {
            sql += join() + column + " IS NULL";
            ++place;
        } else if (field->isSet) {
            sql += join() + ("EXISTS (SELECT 1 FROM json_each(" + column + ") WHERE value = ?") +
                   std::to_string(++place) + ")";
        } else {
            sql += join() + column + " = ?" + std::to_string(++place);
        }
    }
    if (!filter.voidedToo) {
        sql += join() + std::string("void_reason IS NULL");
    }
    return sql;
}

std::string insertOf(const RecordType& type) {
    std::string places = "?1";
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        places += ", ?" + std::to_string(i + 2);
    }
    return "INSERT INTO " + sqlName(type.name) + " (" + columnList(type) + ") VALUES (" + places +
           ")";
}

void bindConditions(Statement& query, const RecordType& type, const RowFilter& filter) {
    int place = 0;
    for (const auto& [number, value] : filter.where) {
        ++place;
        if (isUnset(value)) {
            continue;
        }
        // Elements of reference sets stand as UUID text.
        const bool refSet = type.field(number)->isSet && std::holds_alternative<Blob>(value);
        query.bind(place, refSet ? Value(idIn(value).text()) : value);
    }
}

}  // namespace

Fields RowTable::fieldsAt(const Statement& query) const {
    Fields fields;
    for (std::size_t i = 0; i < type_.fields.size(); ++i) {
        const int column = static_cast<int>(i) + 1;
        if (!query.isNull(column)) {
            fields.emplace_hint(fields.end(), type_.fields[i].number, query.value(column));
        }
    }
    return fields;
}

std::optional<Fields> RowTable::row(const Id& id) const {
    auto query = connection_.named("SELECT " + type_.name, [&] {
        return "SELECT " + columnList(type_) + " FROM " + sqlName(type_.name) + " WHERE id = ?1";
    });
    query.bind(1, id);
    return query.step() ? std::optional(fieldsAt(query)) : std::nullopt;
}

std::vector<StoredRow> RowTable::rows(const RowFilter& filter) const {
    std::string sql = "SELECT " + columnList(type_) + " FROM " + sqlName(type_.name) +
                      conditions(type_, filter) + " ORDER BY ";
    const Field* order = filter.orderBy ? type_.field(*filter.orderBy) : nullptr;
    const std::string direction = filter.descending ? " DESC" : "";
    sql += (order == nullptr ? "" : sqlName(order->name) + direction + ", ") + "id" + direction;
    if (filter.most > 0) {
        sql += " LIMIT " + std::to_string(filter.most);
    }
    auto query = connection_.statement(sql);
    bindConditions(query, type_, filter);
    std::vector<StoredRow> rows;
    while (query.step()) {
        rows.push_back({query.id(0), fieldsAt(query)});
    }
    return rows;
}

std::uint64_t RowTable::count(const RowFilter& filter) const {
    auto query = connection_.statement("SELECT count(*) FROM " + sqlName(type_.name) +
                                       conditions(type_, filter));
    bindConditions(query, type_, filter);
    query.step();
    return query.unsignedInteger(0);
}

void RowTable::insert(const Id& id, const Fields& fields) {
    auto query = connection_.named("INSERT " + type_.name, [&] { return insertOf(type_); });
    query.bind(1, id);
    for (std::size_t i = 0; i < type_.fields.size(); ++i) {
        // What is not bound is NULL.
        if (const auto found = fields.find(type_.fields[i].number); found != fields.end()) {
            query.bindView(static_cast<int>(i) + 2, found->second);
        }
    }
    query.run();
}

void RowTable::update(const Id& id, const Fields& changed) {
    if (changed.empty()) {
        return;
    }
    std::string assignments;
    int place = 1;
    for (const auto& [number, value] : changed) {
        assignments += (place == 1 ? "" : ", ") + sqlName(type_.field(number)->name) + " = ?" +
                       std::to_string(place + 1);
        ++place;
    }
    auto query = connection_.statement("UPDATE " + sqlName(type_.name) + " SET " + assignments +
                                       " WHERE id = ?1");
    query.bind(1, id);
    place = 2;
    for (const auto& [number, value] : changed) {
        query.bind(place++, value);
    }
    query.run();
}

void RowTable::remove(const Id& id) {
    auto query = connection_.statement("DELETE FROM " + sqlName(type_.name) + " WHERE id = ?1");
    query.bind(1, id);
    query.run();
}

}  // namespace xiangji
