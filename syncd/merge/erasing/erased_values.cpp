#include "syncd/merge/erasing/erased_values.hpp"

#include <algorithm>

namespace xiangji::syncd {

namespace {

constexpr const char* kErasedState = "erased";

bool namesTheRow(const RecordType& type, const Field& field) {
    return &field == type.homeField() || type.isKey(field);
}

/// Of a row that is open but names somebody: what is written there freely is about them.
bool isWords(const RecordType& type, const Field& field) {
    return !isPersonal(type) && isReachedByErasures(type) && field.kind == Kind::text &&
           field.rules.unit() == UNIT_UNSPECIFIED;
}

void showAlone(RowState& row, FieldNumber field, const Value& value, const Mark& mark) {
    row.fields[field] = value;
    row.heads[{field, {}}] = {{mark, value}};
}

}  // namespace

bool isPersonal(const RecordType& type) {
    return type.rules.privacy() != PRIVACY_OPEN;
}

bool mayBeErased(const RecordType& type) {
    return isPersonal(type) || type.rules.erasable();
}

bool isReachedByErasures(const RecordType& type) {
    return mayBeErased(type) || std::ranges::any_of(type.fields, [](const Field& field) {
               return field.rules.on_erasure() >= ON_ERASURE_EMPTIES;
           });
}

bool isErased(const RecordType& type, const Field& field, Depth depth) {
    const bool counts = depth == Depth::words && field.rules.counted();
    const bool goes = field.rules.privacy() != PRIVACY_OPEN || isWords(type, field);
    return !field.common && goes && !namesTheRow(type, field) && !counts;
}

bool isErasedRow(const RowState& row) {
    return row.erased && row.voided();
}

wire::Change redacted(const wire::Change& change, const RecordType* type, Depth depth) {
    if (change.verb() == wire::VERB_ERASE) {
        return change;
    }
    wire::Change bare = change;
    bare.clear_salt();
    bare.clear_reason();
    bare.clear_erased();
    bare.clear_cells();
    for (const auto& cell : change.cells()) {
        const Field* field = type == nullptr ? nullptr : type->field(FieldNumber{cell.field()});
        if (field != nullptr && !isErased(*type, *field, depth) &&
            field->number != common::kVoidReason) {
            *bare.add_cells() = cell;
        }
    }
    bare.DiscardUnknownFields();
    return bare;
}

void eraseValues(RowState& row, const RecordType& type, const std::string& words,
                 const Mark& mark) {
    const auto depth = words.empty() ? Depth::words : Depth::row;
    const auto goes = [&](FieldNumber number) {
        const Field* field = type.field(number);
        // A row that stays is not void; why it once was are words as well.
        return field == nullptr || isErased(type, *field, depth) || number == common::kVoidReason;
    };
    eraseIf(row.fields, [&](const auto& cell) { return goes(cell.first); });
    for (auto at = row.heads.begin(); at != row.heads.end();) {
        at = goes(at->first.field) ? row.heads.erase(at) : std::next(at);
    }
    row.editedAfterVoid = false;
    row.erased = true;
    if (depth == Depth::words) {
        return;
    }
    if (type.state(kErasedState) != nullptr) {
        showAlone(row, common::kStatus, std::string(kErasedState), mark);
    }
    showAlone(row, common::kVoidReason, words, mark);
}

Ruling erasedRuling() {
    return Ruling::refused("erased",
                           "what this row said about a person was erased by order; what was "
                           "written here since was not taken and is kept nowhere");
}

Ruling namesErasedRuling() {
    return Ruling::refused("erased",
                           "whom this is about was erased by order; it was not taken and is kept "
                           "nowhere");
}

Ruling emptiedRuling() {
    return {.reason = "emptied",
            .words =
                "whom this names was erased by order; it counts, what it says about them was "
                "left out and is kept nowhere"};
}

}  // namespace xiangji::syncd
