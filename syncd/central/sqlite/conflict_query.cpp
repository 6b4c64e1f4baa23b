#include "syncd/central/sqlite/conflict_query.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/records/value_text.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/row_query.hpp"
#include "syncd/central/sqlite/side_tables.hpp"

namespace xiangji::syncd {

namespace {

struct Key {
    const RecordType* type = nullptr;
    Id row;
    const Field* field = nullptr;
};

std::vector<Key> allKeys(Connection& sql, const Catalogue& catalogue) {
    std::vector<Key> keys;
    auto query = sql.statement("SELECT type, row, field FROM _conflict");
    while (query.step()) {
        const auto* type = catalogue.find(static_cast<TypeNumber>(query.integer(0)));
        const Field* field =
            type == nullptr ? nullptr : type->field(static_cast<FieldNumber>(query.integer(2)));
        if (field != nullptr) {
            keys.push_back({type, query.id(1), field});
        }
    }
    return keys;
}

std::set<Id> below(Connection& sql, const Id& unit) {
    std::set<Id> units;
    auto query = sql.statement(std::string(unitsBelow()) + "SELECT id FROM below");
    query.bind(1, unit);
    while (query.step()) {
        units.insert(query.id(0));
    }
    return units;
}

Id homeOf(const RowState& state) {
    const auto home = state.fields.find(common::kHomeOrg);
    return home == state.fields.end() ? Id{} : idIn(home->second);
}

SeenWrite seen(Connection& sql, const Head& head) {
    SeenWrite write;
    write.value = head.value;
    write.atMs = msOf(head.mark.stamp.hlc);
    if (const auto device = deviceIn(sql, head.mark.stamp.device)) {
        write.author = device->person;
        auto query = sql.statement("SELECT name FROM person WHERE id = ?1");
        query.bind(1, write.author);
        write.authorName = query.step() ? query.text(0) : std::string();
    }
    return write;
}

}  // namespace

std::string titleIn(Connection& sql, const RecordType& type, const Id& id) {
    const Field* title = type.field(type.rules.title());
    if (title == nullptr || title->rules.sealed()) {
        return {};
    }
    auto query =
        sql.statement("SELECT \"" + title->name + "\" FROM \"" + type.name + "\" WHERE id = ?1");
    query.bind(1, id);
    return query.step() ? display(*title, query.value(0), true) : std::string();
}

std::vector<SeenConflict> conflictsBelow(Connection& sql, const Catalogue& catalogue,
                                         const Id& unit) {
    std::vector<std::pair<Lsn, SeenConflict>> found;
    const auto units = below(sql, unit);
    for (const auto& key : allKeys(sql, catalogue)) {
        const auto state = MarkedRows(sql, *key.type).row(key.row);
        if (!state || state->voided() || (!unit.isNone() && !units.contains(homeOf(*state)))) {
            continue;
        }
        const auto heads = state->heads.find({key.field->number, {}});
        if (heads == state->heads.end()) {
            continue;
        }
        SeenConflict conflict;
        conflict.type = key.type;
        conflict.row = key.row;
        conflict.field = key.field;
        conflict.title = titleIn(sql, *key.type, key.row);
        conflict.shown = seen(sql, heads->second.front());
        for (const auto& head : heads->second) {
            if (head.value != heads->second.front().value) {
                conflict.others.push_back(seen(sql, head));
            }
        }
        found.emplace_back(state->lsn, std::move(conflict));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tuple(b.first, a.second.field->number) <
               std::tuple(a.first, b.second.field->number);
    });
    std::vector<SeenConflict> conflicts;
    for (auto& [lsn, conflict] : found) {
        conflicts.push_back(std::move(conflict));
    }
    return conflicts;
}

}  // namespace xiangji::syncd
