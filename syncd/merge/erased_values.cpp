#include "syncd/merge/erased_values.hpp"

#include <algorithm>

namespace xiangji::syncd {

namespace {

constexpr const char* kErasedState = "erased";

bool namesTheRow(const RecordType& type, const Field& field) {
    const auto& keys = type.rules.natural_key();
    return type.rules.home() == field.name ||
           std::find(keys.begin(), keys.end(), field.name) != keys.end();
}

void showAlone(RowState& row, FieldNumber field, const Value& value, const Mark& mark) {
    row.fields[field] = value;
    row.heads[{field, {}}] = {{mark, value}};
}

}  // namespace

bool isPersonal(const RecordType& type) {
    return type.rules.privacy() != PRIVACY_OPEN;
}

bool isErased(const RecordType& type, const Field& field) {
    return !field.common && field.rules.privacy() != PRIVACY_OPEN && !namesTheRow(type, field);
}

bool isAbout(const wire::Change& change, const RecordType& type, const Id& row) {
    return change.type() == type.number && change.row() == row.bytes();
}

wire::Change redacted(const wire::Change& change, const RecordType* type) {
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
        if (field != nullptr && !isErased(*type, *field) && field->number != common::kVoidReason) {
            *bare.add_cells() = cell;
        }
    }
    bare.DiscardUnknownFields();
    return bare;
}

void eraseValues(RowState& row, const RecordType& type, const std::string& words,
                 const Mark& mark) {
    const auto goes = [&](FieldNumber number) {
        const Field* field = type.field(number);
        return field == nullptr || isErased(type, *field);
    };
    std::erase_if(row.fields, [&](const auto& cell) { return goes(cell.first); });
    for (auto at = row.heads.begin(); at != row.heads.end();) {
        at = goes(at->first.field) ? row.heads.erase(at) : std::next(at);
    }
    row.editedAfterVoid = false;
    if (type.state(kErasedState) != nullptr) {
        showAlone(row, common::kStatus, std::string(kErasedState), mark);
    }
    showAlone(row, common::kVoidReason, words, mark);
    row.erased = true;
}

Ruling erasedRuling() {
    return Ruling::refused("erased",
                           "what this row said about a person was erased by order; what was "
                           "written here since was not taken and is kept nowhere");
}

}  // namespace xiangji::syncd
