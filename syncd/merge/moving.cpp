#include "syncd/merge/moving.hpp"

#include "core/records/wire_values.hpp"
#include "syncd/merge/admission/weighing.hpp"

namespace xiangji::syncd {

Result<std::optional<Id>> Moving::target(const AskedChange& asked) {
    const Field* home = asked.verb == wire::VERB_EDIT ? asked.type->homeField() : nullptr;
    if (home == nullptr || !asked.fields.contains(home->number)) {
        return std::optional<Id>();
    }
    const Id named = idIn(asked.fields.at(home->number));
    if (asked.type->name == "unit" && transaction_.authority().liesIn(named, asked.row)) {
        return std::optional(Id{});
    }
    XIANGJI_LET(to, under(*home, named));
    return std::optional(to);
}

Result<Id> Moving::under(const Field& home, const Id& parent) {
    if (home.rules.ref() == "unit") {
        return transaction_.authority().hasUnit(parent) ? parent : Id{};
    }
    XIANGJI_LET(row, transaction_.central().row(*catalogue_.find(home.rules.ref()), parent));
    return row ? idIn(valueAt(row->fields, common::kHomeOrg)) : Id{};
}

Outcome Moving::catchUp(const RecordType& type, const Id& row, const LogLine& line) {
    const Field* home = type.homeField();
    if (home == nullptr || type.name == "unit") {
        return {};
    }
    XIANGJI_LET(found, transaction_.central().row(type, row));
    if (!found) {
        return {};
    }
    const Id from = idIn(valueAt(found->fields, common::kHomeOrg));
    XIANGJI_LET(to, under(*home, idIn(valueAt(found->fields, home->number))));
    if (to.isNone() || to == from) {
        return {};
    }
    XIANGJI_TRY(one(type, row, to, line));
    return follow(type, row, from, to, line);
}

void Moving::carry(AskedChange& asked, const Id& home) {
    std::erase_if(asked.cells,
                  [](const CellWrite& cell) { return cell.field->number == common::kHomeOrg; });
    asked.cells.push_back({asked.type->field(common::kHomeOrg), wire::Cell::OP_WRITE, refTo(home)});
}

Outcome Moving::follow(const RecordType& type, const Id& row, const Id& from, const Id& to,
                       const LogLine& cause) {
    for (const auto& child : catalogue_.types()) {
        const Field* parent = child.homeField();
        // Who belongs to a unit stays where it is when the unit moves within the tree.
        if (parent == nullptr || parent->rules.ref() != type.name || type.name == "unit") {
            continue;
        }
        XIANGJI_LET(rows, transaction_.central().rowsUnder(child, *parent, row, from));
        for (const auto& id : rows) {
            XIANGJI_TRY(one(child, id, to, cause));
            XIANGJI_TRY(follow(child, id, from, to, cause));
        }
    }
    return {};
}

Outcome Moving::one(const RecordType& type, const Id& row, const Id& to, const LogLine& cause) {
    XIANGJI_LET(found, transaction_.central().row(type, row));
    if (!found) {
        return {};
    }
    RowState state = *std::move(found);
    wire::Change change;
    change.set_type(type.number);
    change.set_row(row.bytes());
    change.set_verb(wire::VERB_EDIT);
    // Everything there is has been seen: nothing of the row is apart from its move.
    change.set_seen_lsn(transaction_.head().lsn);
    auto& cell = *change.add_cells();
    cell.set_field(common::kHomeOrg);
    putValue(cell, refTo(to));
    const Writer writer{{transaction_.nextLsn(), {cause.effective, cause.device}, cause.seq},
                        change.seen_lsn()};
    mergeCells(state, {{type.field(common::kHomeOrg), wire::Cell::OP_WRITE, refTo(to)}}, writer,
               false);
    LogLine line = cause;
    line.change = change.SerializeAsString();
    line.verdict = wire::VERDICT_TAKEN;
    line.origin.reset();
    return transaction_.write(type, row, state, std::move(line));
}

}  // namespace xiangji::syncd
