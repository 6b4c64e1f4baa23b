#include "syncd/merge/sealed_cells.hpp"

#include "core/base/sealed_box.hpp"
#include "core/base/text.hpp"
#include "core/records/clear_text.hpp"
#include "core/records/validate.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::string_view kLaid = "laid";
constexpr std::string_view kNotAllowed = "not allowed";
static_assert(kLaid.size() < kSealBytes);

}  // namespace

bool isLaid(const wire::Cell& cell) {
    return cell.sealed() == kLaid;
}

void markLaid(wire::Change& line, const RecordType& type) {
    for (auto& cell : *line.mutable_cells()) {
        const Field* field = type.field(FieldNumber{cell.field()});
        if (field != nullptr && field->rules.sealed() &&
            cell.value_case() != wire::Cell::VALUE_NOT_SET) {
            cell.set_sealed(Bytes(kLaid));
        }
    }
}

void SealedCells::layClear(wire::Cell& cell, const RecordType& type, const CellPlace& place,
                           std::uint32_t level) const {
    const auto* field = type.field(FieldNumber{cell.field()});
    if (field == nullptr || field->rules.sealed_since() <= level ||
        cell.value_case() == wire::Cell::VALUE_NOT_SET) {
        return;
    }
    const Value value = valueIn(cell);
    if (!suits(*field, value)) {
        return;
    }
    // What breaks a limit is put aside, and is not to be read there either.
    const auto* text = std::get_if<std::string>(&value);
    const bool good = validateClear(type, *field, value) && (text == nullptr || isNfc(*text));
    cell.set_text(seal_.sealed(place, clearText(value)));
    cell.set_sealed(Bytes(good ? kLaid : kNotAllowed));
}

void SealedCells::layBoxed(wire::Cell& cell, const RecordType& type, const CellPlace& place) const {
    const auto* field = type.field(place.field);
    if (field == nullptr || !field->rules.sealed()) {
        return;
    }
    const auto text = seal_.unboxed(place, cell.sealed());
    const auto value = text ? clearValue(field->kind, *text) : std::nullopt;
    if (value && isNfc(*text) && validateClear(type, *field, *value)) {
        cell.set_text(seal_.sealed(place, *text));
        cell.set_sealed(Bytes(kLaid));
    }
}

void SealedCells::lay(wire::Changeset& changeset, std::uint32_t level) const {
    for (auto& change : *changeset.mutable_changes()) {
        const auto* type = catalogue_.find(TypeNumber{change.type()});
        const auto row = Id::fromBytes(change.row()).value_or(Id{});
        for (auto& cell : *change.mutable_cells()) {
            const CellPlace place{TypeNumber{change.type()}, row, FieldNumber{cell.field()}};
            const bool boxed = !cell.sealed().empty();
            if (boxed) {
                // What only says of itself that it was laid is not believed.
                cell.clear_value();
                cell.set_sealed(isLaid(cell) ? Bytes("not a box") : cell.sealed());
            }
            if (type != nullptr && boxed) {
                layBoxed(cell, *type, place);
            } else if (type != nullptr) {
                layClear(cell, *type, place, level);
            }
        }
    }
}

std::optional<Value> SealedCells::heldIn(const wire::Cell& cell, const RecordType& type,
                                         const CellPlace& place) const {
    const Field* field = type.field(place.field);
    std::optional<Value> value;
    if (cell.sealed().empty()) {
        auto lying = seal_.openedValue(place, field->kind, valueIn(cell));
        value = lying ? std::optional(*std::move(lying)) : std::nullopt;
    } else if (const auto text = seal_.unboxed(place, cell.sealed()); text && isNfc(*text)) {
        value = clearValue(field->kind, *text);
    }
    return value && suits(*field, *value) && validateClear(type, *field, *value) ? value
                                                                                 : std::nullopt;
}

void SealedCells::lay(wire::PulledRow& row) const {
    const auto* type = catalogue_.find(TypeNumber{row.type()});
    const auto id = Id::fromBytes(row.row());
    google::protobuf::RepeatedPtrField<wire::Cell> cells;
    cells.Swap(row.mutable_cells());
    for (auto& cell : cells) {
        const auto* field = type == nullptr ? nullptr : type->field(FieldNumber{cell.field()});
        if (field == nullptr || !field->rules.sealed()) {
            *row.add_cells() = std::move(cell);
            continue;
        }
        const CellPlace place{type->number, id.value_or(Id{}), field->number};
        if (const auto value = heldIn(cell, *type, place); value && !isUnset(*value)) {
            auto& laid = *row.add_cells();
            laid.set_field(field->number);
            laid.set_text(seal_.sealed(place, clearText(*value)));
        }
    }
}

Result<Value> SealedCells::opened(const CellPlace& place, Kind kind, const Value& lying) const {
    return seal_.openedValue(place, kind, lying);
}

void SealedCells::layOlder(wire::Changeset& changeset) const {
    for (auto& change : *changeset.mutable_changes()) {
        const auto* type = catalogue_.find(TypeNumber{change.type()});
        const auto row = Id::fromBytes(change.row()).value_or(Id{});
        for (auto& cell : *change.mutable_cells()) {
            const CellPlace place{TypeNumber{change.type()}, row, FieldNumber{cell.field()}};
            if (type != nullptr && cell.sealed().empty()) {
                layClear(cell, *type, place, 0);
            } else if (type != nullptr && !isLaid(cell)) {
                layBoxed(cell, *type, place);
            }
        }
    }
}

void SealedCells::layOlder(Value& value, const CellPlace& place, const Field& field) const {
    if (field.rules.sealed() && !isUnset(value)) {
        value = seal_.asSealed(place, value);
    }
}

void SealedCells::layOlder(RowState& row, const CellPlace& place, const Field& field) const {
    if (!field.rules.sealed()) {
        return;
    }
    if (const auto shown = row.fields.find(field.number); shown != row.fields.end()) {
        layOlder(shown->second, place, field);
    }
    if (const auto heads = row.heads.find({field.number, {}}); heads != row.heads.end()) {
        for (auto& head : heads->second) {
            layOlder(head.value, place, field);
        }
    }
}

void SealedCells::layOlder(RowState& row, const RecordType& type, const Id& id) const {
    for (const auto& field : type.fields) {
        layOlder(row, {type.number, id, field.number}, field);
    }
}

Result<Bytes> SealedCells::box(const CellPlace& place, const Value& lying,
                               std::string_view devicePublicKey) const {
    return isUnset(lying) ? Result<Bytes>(Error{Fault::untrusted, "there is nothing sealed here"})
                          : seal_.box(place, seal_.asSealed(place, lying), devicePublicKey);
}

}  // namespace xiangji::syncd
