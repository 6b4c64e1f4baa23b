#include "core/store/lost_rows.hpp"

#include "core/records/row_scope.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

Lost LostRows::after(std::int64_t place, std::size_t mostBytes) {
    struct Entry {
        std::int64_t place;
        TypeNumber type;
        Id row;
        Id epoch;
        std::uint64_t lsn;
    };
    Lost lost;
    std::size_t bytes = 0;
    // Read row by row: rows of one life together, however many there are.
    for (;;) {
        std::optional<Entry> entry;
        {
            auto query = database_.connection().statement(
                "SELECT place, type, row, epoch, lsn FROM _lost WHERE place > ?1 ORDER BY place "
                "LIMIT 1");
            query.bind(1, place);
            if (query.step()) {
                entry = Entry{query.integer(0), static_cast<TypeNumber>(query.integer(1)),
                              query.id(2), query.id(3), query.unsignedInteger(4)};
            }
        }
        if (!entry || (!lost.rows.empty() && entry->epoch != lost.epoch)) {
            return lost;
        }
        place = entry->place;
        auto row = asPulled(entry->type, entry->row);
        if (row) {
            bytes += row->ByteSizeLong();
            if (!lost.rows.empty() && bytes > mostBytes) {
                return lost;
            }
            row->set_lsn(entry->lsn);
            lost.epoch = entry->epoch;
            lost.rows.push_back(*std::move(row));
        } else {
            auto query = database_.connection().statement("DELETE FROM _lost WHERE place = ?1");
            query.bind(1, place).run();
        }
        lost.last = place;
    }
}

std::optional<wire::PulledRow> LostRows::asPulled(TypeNumber number, const Id& id) {
    const auto* type = database_.catalogue().find(number);
    if (type == nullptr) {
        return std::nullopt;
    }
    wire::PulledRow row;
    row.set_type(number);
    row.set_row(id.bytes());
    const auto fields = RowTable(database_.connection(), *type).row(id);
    if (!fields) {
        row.set_gone(true);  // it left the scope behind the fork, and may be in it again
        return row;
    }
    Fields pulled = *fields;
    if (const auto overlay = database_.overlay(number, id)) {
        if (overlay->inserted_seq() != 0) {
            return std::nullopt;  // it is this phone's own
        }
        for (const auto& cell : overlay->cells()) {
            pulled[cell.field()] = valueIn(cell.server());
        }
    }
    for (const auto& [field, value] : pulled) {
        if (const Field* known = type->field(field); known != nullptr && !isUnset(value)) {
            put(row, {number, id, field}, *known, value);
        }
    }
    return row;
}

void LostRows::put(wire::PulledRow& row, const CellPlace& place, const Field& field,
                   const Value& value) {
    wire::Cell cell;
    cell.set_field(place.field);
    if (!field.rules.sealed()) {
        putValue(cell, value);
        *row.add_cells() = std::move(cell);
        return;
    }
    if (!level_) {
        level_ = database_.servedLevel();
    }
    if (database_.seal() != nullptr && (*level_ == 0 || levelOf(field) <= *level_) &&
        database_.seal()->put(cell, place, value, database_.knownBytes(known::kServerKey))) {
        *row.add_cells() = std::move(cell);
    }
}

void LostRows::settle(const wire::PulledRow& row) {
    const auto id = Id::fromBytes(row.row()).value_or(Id{});
    if (row.gone() && database_.overlay(TypeNumber{row.type()}, id)) {
        return;
    }
    auto query = database_.connection().statement("DELETE FROM _lost WHERE type = ?1 AND row = ?2");
    query.bind(1, std::int64_t{row.type()}).bind(2, id).run();
}

}  // namespace xiangji
