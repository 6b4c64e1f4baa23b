#include "syncd/central/sqlite/sqlite_reader.hpp"

#include <algorithm>

#include "core/merge/showing.hpp"
#include "syncd/central/sqlite/conflict_query.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/row_query.hpp"

namespace xiangji::syncd {

namespace {

/// "t.id, t."home_org", …"
std::string columnsOf(const RecordType& type) {
    std::string list = "t.id";
    for (const auto& field : type.fields) {
        list += ", t.\"" + field.name + '"';
    }
    return list;
}

}  // namespace

Result<std::vector<SeenRow>> SqliteReader::rows(const RecordType& type, const RowsWanted& wanted) {
    return pool_.read([&](Connection& sql) {
        const RowQuery wish(type, wanted);
        std::vector<SeenRow> rows;
        auto query = sql.statement(
            wish.with() + "SELECT " + columnsOf(type) +
            ", t._marks, t._lsn, (SELECT name FROM person WHERE person.id = t.author_person), "
            "EXISTS (SELECT 1 FROM _conflict WHERE _conflict.type = " +
            std::to_string(type.number) + " AND _conflict.row = t.id) FROM \"" + type.name +
            "\" t" + wish.where() + wish.order());
        wish.bindTo(query);
        const int after = static_cast<int>(type.fields.size()) + 1;
        while (query.step()) {
            RowState state = MarkedRows(sql, type).stateAt(query);
            SeenRow row;
            row.type = &type;
            row.id = query.id(0);
            row.voided = state.voided();
            row.editedAfterVoid = state.editedAfterVoid;
            row.lsn = state.lsn;
            row.shown = shownToOthers(type, state);
            row.fields = std::move(state.fields);
            row.authorName = query.text(after + 2);
            row.conflict = query.integer(after + 3) != 0;
            rows.push_back(std::move(row));
        }
        return rows;
    });
}

Result<std::uint64_t> SqliteReader::count(const RecordType& type, const RowsWanted& wanted) {
    return pool_.read([&](Connection& sql) {
        const RowQuery wish(type, wanted);
        auto query = sql.statement(wish.with() + "SELECT count(*) FROM \"" + type.name + "\" t" +
                                   wish.where());
        wish.bindTo(query);
        query.step();
        return query.unsignedInteger(0);
    });
}

Result<std::vector<SeenConflict>> SqliteReader::conflicts(const Id& unit) {
    return pool_.read([&](Connection& sql) { return conflictsBelow(sql, catalogue_, unit); });
}

Result<std::vector<SeenUnit>> SqliteReader::units() {
    return pool_.read([&](Connection& sql) {
        std::vector<SeenUnit> units;
        const RecordType* type = catalogue_.find("unit");
        const Field* kind = type->field("kind");
        auto query = sql.statement(
            "SELECT id, area_code, name, kind, parent FROM unit WHERE void_reason IS NULL ORDER BY "
            "area_code, id");
        while (query.step()) {
            const Choice* choice = kind->choice(query.integer(3));
            units.push_back({query.id(0), query.text(1), query.text(2),
                             choice == nullptr ? "" : choice->name, query.id(4)});
        }
        return units;
    });
}

std::string SqliteReader::titleOf(const RecordType& type, const Id& id) {
    return pool_.read([&](Connection& sql) { return titleIn(sql, type, id); }).valueOr({});
}

Result<std::uint64_t> SqliteReader::headLsn() {
    return pool_.read([&](Connection& sql) { return std::uint64_t{headOf(sql).lsn}; });
}

}  // namespace xiangji::syncd
