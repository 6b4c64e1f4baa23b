#include "core/merge/row_state.hpp"

#include <algorithm>
#include <limits>

#include "core/records/set_value.hpp"

namespace xiangji {

namespace {

bool refsIn(const Field& field) {
    return field.kind == Kind::reference;
}

void show(Fields& fields, FieldNumber field, const Value& value) {
    if (isUnset(value)) {
        fields.erase(field);
    } else {
        fields[field] = value;
    }
}

const Value& valueAt(const Fields& fields, FieldNumber number) {
    static const Value kUnset;
    const auto found = fields.find(number);
    return found == fields.end() ? kUnset : found->second;
}

/// Whether the field, or an element of it, is one of the cells that `rest` says nothing of.
bool standsInHeads(const RowState& row, FieldNumber field) {
    const auto cell = row.heads.lower_bound({field, {}});
    return cell != row.heads.end() && cell->first.field == field;
}

/// An edit the row's void had not seen, arriving after the void.
bool apartFromVoid(const RowState& row, const Writer& writer) {
    const auto heads = headsOf(row, common::kVoidReason);
    return std::any_of(heads.begin(), heads.end(), [&](const Head& head) {
        return !isUnset(head.value) && !hasSeen(writer, head.mark);
    });
}

/// Whether a write of the field counts as an edit that a void may be apart from. Of an insert the
/// author always does. What follows arrival cannot: who wrote it before is not known any more.
bool countsAgainstVoid(const Field& field) {
    return field.number == common::kAuthorPerson ||
           (!field.common && meetingOf(field) != Meeting::arrival);
}

/// A set field shows its elements whose first head is an add.
void showElement(RowState& row, const Field& field, const Value& element, bool present) {
    const auto found = row.fields.find(field.number);
    auto elements =
        elementsOf(found == row.fields.end() ? Value{} : found->second, refsIn(field)).valueOr({});
    if (present) {
        elements.insert(element);
    } else {
        elements.erase(element);
    }
    show(row.fields, field.number, setCell(elements));
}

}  // namespace

FieldHeads headsOf(const RowState& row, FieldNumber field) {
    if (const auto found = row.heads.find({field, {}}); found != row.heads.end()) {
        return found->second;
    }
    const auto shown = row.rest ? row.fields.find(field) : row.fields.end();
    return shown == row.fields.end() ? FieldHeads() : FieldHeads(1, {*row.rest, shown->second});
}

FieldHeads& headsToWrite(RowState& row, FieldNumber field) {
    const auto [cell, isNew] = row.heads.try_emplace({field, {}});
    const auto shown = isNew && row.rest ? row.fields.find(field) : row.fields.end();
    if (shown != row.fields.end()) {
        cell->second.push_back({*row.rest, shown->second});
    }
    return cell->second;
}

void spellOut(RowState& row) {
    if (!row.rest) {
        return;
    }
    Heads all;
    all.reserve(row.heads.size() + row.fields.size());
    auto spelled = row.heads.begin();
    const auto takeBefore = [&](FieldNumber number) {
        for (; spelled != row.heads.end() && spelled->first.field < number; ++spelled) {
            if (!spelled->second.empty()) {
                all.emplace_hint(all.end(), spelled->first, std::move(spelled->second));
            }
        }
    };
    for (const auto& [number, value] : row.fields) {
        takeBefore(number);
        if (spelled == row.heads.end() || spelled->first.field != number) {
            all.emplace_hint(all.end(), CellKey{number, {}}, FieldHeads(1, {*row.rest, value}));
        }
    }
    takeBefore(std::numeric_limits<FieldNumber>::max());
    row.heads = std::move(all);
    row.rest.reset();
}

Meeting meetingOf(const Field& field) {
    if (field.common &&
        (field.number == common::kAuthorPerson || field.number == common::kCreatedDevMs)) {
        return Meeting::earliest;
    }
    if (field.common && field.number == common::kHomeOrg) {
        return Meeting::arrival;  // it follows the field that says where the row belongs, of class
                                  // S
    }
    switch (field.rules.merge()) {
        case MERGE_CLASS_S:
            return Meeting::arrival;
        case MERGE_CLASS_G:
            return Meeting::addWins;
        default:
            return field.isSet ? Meeting::addWins : Meeting::perField;
    }
}

bool canConflict(const Field& field) {
    return !field.common && meetingOf(field) == Meeting::perField;
}

namespace {

void mergeElement(RowState& row, const CellWrite& cell, const Writer& writer, Merged& merged) {
    auto& heads = row.heads[{cell.field->number, cell.value}];
    mergeWrite(heads, writer, Value(std::int64_t{cell.op == wire::Cell::OP_ADD}),
               meetingOf(*cell.field));
    const Value before = valueAt(row.fields, cell.field->number);
    showElement(row, *cell.field, cell.value, heads.front().value == Value(std::int64_t{1}));
    merged.changed |= before != valueAt(row.fields, cell.field->number);
}

/// A plain field, by whatever `add` does to its heads.
template <typename Add>
void mergeField(RowState& row, const Field& field, Merged& merged, Add add) {
    auto& heads = headsToWrite(row, field.number);
    const bool conflictBefore = canConflict(field) && inConflict(heads);
    add(heads);
    const Value& shown = heads.front().value;
    merged.changed |= valueAt(row.fields, field.number) != shown;
    show(row.fields, field.number, shown);
    const bool conflict = canConflict(field) && inConflict(heads);
    merged.conflict |= conflict;
    merged.changed |= conflict || conflictBefore;
}

void raiseEditedAfterVoid(RowState& row, bool late, Merged& merged) {
    if (late && !row.editedAfterVoid) {
        row.editedAfterVoid = true;
        merged.changed = true;
    }
}

}  // namespace

Merged mergeCells(RowState& row, const std::vector<CellWrite>& cells, const Writer& writer,
                  bool insertOfExisting) {
    Merged merged;
    const bool late = apartFromVoid(row, writer);
    bool written = false;
    row.heads.reserve(row.heads.size() + cells.size());
    for (const auto& cell : cells) {
        const Field& field = *cell.field;
        if (insertOfExisting &&
            (field.number == common::kStatus || field.number == common::kHomeOrg)) {
            continue;
        }
        written |= countsAgainstVoid(field);
        if (cell.op != wire::Cell::OP_WRITE) {
            mergeElement(row, cell, writer, merged);
            continue;
        }
        mergeField(row, field, merged, [&](FieldHeads& heads) {
            mergeWrite(heads, writer, cell.value, meetingOf(field));
        });
    }
    raiseEditedAfterVoid(row, late && written, merged);
    return merged;
}

Merged mergeNew(RowState& row, const std::vector<CellWrite>& cells, Fields said,
                const Writer& writer) {
    row.fields = std::move(said);
    eraseIf(row.fields, [](const auto& cell) { return isUnset(cell.second); });
    row.rest = writer.mark;
    for (const auto& cell : cells) {
        const bool element = cell.op != wire::Cell::OP_WRITE;
        if (element || isUnset(cell.value)) {
            CellKey key{cell.field->number, element ? cell.value : Value{}};
            Head head{writer.mark, element ? Value(std::int64_t{1}) : Value{}};
            row.heads.emplace_hint(row.heads.end(), std::move(key), FieldHeads(1, std::move(head)));
        }
    }
    return {.changed = !cells.empty(), .conflict = false};
}

Merged mergeSettlement(RowState& row, const CellWrite& cell, const Writer& writer,
                       std::span<const WriteName> named) {
    Merged merged;
    const bool late = apartFromVoid(row, writer);
    mergeField(row, *cell.field, merged,
               [&](FieldHeads& heads) { mergeSettlement(heads, writer, named, cell.value); });
    raiseEditedAfterVoid(row, late, merged);
    return merged;
}

Merged mergeVoid(RowState& row, const RecordType& type, const std::string& reason,
                 const Writer& writer) {
    // What the void has not seen was written apart from it.
    const auto counts = [&](FieldNumber number) {
        const Field* field = type.field(number);
        return field != nullptr && countsAgainstVoid(*field);
    };
    row.editedAfterVoid |=
        std::any_of(row.heads.begin(), row.heads.end(),
                    [&](const auto& cell) {
                        return counts(cell.first.field) &&
                               std::any_of(
                                   cell.second.begin(), cell.second.end(),
                                   [&](const Head& head) { return !hasSeen(writer, head.mark); });
                    }) ||
        (row.rest && !hasSeen(writer, *row.rest) &&
         std::any_of(row.fields.begin(), row.fields.end(), [&](const auto& shown) {
             return counts(shown.first) && !standsInHeads(row, shown.first);
         }));
    auto& heads = headsToWrite(row, common::kVoidReason);
    mergeWrite(heads, writer, reason, Meeting::perField);
    show(row.fields, common::kVoidReason, heads.front().value);
    return {.changed = true, .conflict = false};
}

Merged mergeAction(RowState& row, const Action& action, const Writer& writer) {
    auto& heads = headsToWrite(row, common::kStatus);
    mergeWrite(heads, writer, Value(action.to()), Meeting::arrival);
    show(row.fields, common::kStatus, heads.front().value);
    return {.changed = true, .conflict = false};
}

std::vector<const Field*> conflictsOf(const RowState& row, const RecordType& type) {
    std::vector<const Field*> fields;
    for (const auto& [key, heads] : row.heads) {
        if (heads.size() < 2) {
            continue;
        }
        const Field* field = type.field(key.field);
        if (field != nullptr && canConflict(*field) && inConflict(heads)) {
            fields.push_back(field);
        }
    }
    return fields;
}

}  // namespace xiangji
