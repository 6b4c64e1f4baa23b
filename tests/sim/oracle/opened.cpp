#include "tests/sim/oracle/opened.hpp"

#include "core/records/clear_text.hpp"
#include "core/records/wire_values.hpp"
#include "tests/sim/levels.hpp"

namespace xiangji::sim {

namespace {

Id rowOf(const wire::Change& change) {
    return Id::fromBytes(change.row()).value_or(Id{});
}

}  // namespace

void Opened::takeOut(wire::Changeset& changeset) const {
    for (auto& change : *changeset.mutable_changes()) {
        const auto* type = centreCatalogue().find(TypeNumber{change.type()});
        for (auto& cell : *change.mutable_cells()) {
            const auto* field = type == nullptr ? nullptr : type->field(FieldNumber{cell.field()});
            if (field == nullptr || cell.sealed().empty()) {
                continue;
            }
            const auto text =
                seal_.unboxed({type->number, rowOf(change), field->number}, cell.sealed());
            const auto value = text ? clearValue(field->kind, *text) : std::nullopt;
            if (value) {
                cell.clear_sealed();
                putValue(cell, *value);
            }
        }
    }
}

void Opened::open(wire::Change& change) const {
    const auto* type = centreCatalogue().find(TypeNumber{change.type()});
    for (auto& cell : *change.mutable_cells()) {
        const auto* field = type == nullptr ? nullptr : type->field(FieldNumber{cell.field()});
        if (field != nullptr && field->rules.sealed()) {
            putValue(cell, value(*type, rowOf(change), *field, valueIn(cell)));
        }
    }
}

Value Opened::value(const RecordType& type, const Id& id, const Field& field,
                    const Value& lying) const {
    return field.rules.sealed()
               ? seal_.openedValue({type.number, id, field.number}, field.kind, lying)
                     .valueOr(lying)
               : lying;
}

Fields Opened::fields(const RecordType& type, const Id& id, const Fields& lying) const {
    Fields fields = lying;
    for (auto& [number, held] : fields) {
        if (const auto* field = type.field(number); field != nullptr) {
            held = value(type, id, *field, held);
        }
    }
    return fields;
}

}  // namespace xiangji::sim
