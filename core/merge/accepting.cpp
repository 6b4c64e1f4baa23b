#include "core/merge/accepting.hpp"

#include <algorithm>

#include "core/records/permission.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji {

Fields acceptedFields(const RecordType& type, const Fields& row, const wire::Proposal& proposal) {
    Fields fields;
    for (const auto& cell : proposal.cells()) {
        const Field* field = type.field(FieldNumber{cell.field()});
        if (field == nullptr) {
            continue;
        }
        if (!field->isSet) {
            fields[field->number] = valueIn(cell);
            continue;
        }
        if (!fields.contains(field->number)) {
            fields[field->number] = row.contains(field->number) ? row.at(field->number) : Value();
        }
        auto elements =
            elementsOf(fields[field->number], field->kind == Kind::reference).valueOr({});
        if (cell.op() == wire::Cell::OP_ADD) {
            elements.insert(valueIn(cell));
        } else {
            elements.erase(valueIn(cell));
        }
        fields[field->number] = setCell(elements);
    }
    return fields;
}

bool mayAccept(std::span<const Role> roles, const RecordType& type, const Fields& row,
               const wire::Proposal& proposal, const Id& person) {
    const auto written = acceptedFields(type, row, proposal);
    return !written.empty() && !row.contains(common::kVoidReason) &&
           std::ranges::all_of(written,
                               [&](const auto& cell) {
                                   return mayWrite(roles, type, *type.field(cell.first),
                                                   Verb::edit);
                               }) &&
           needsSecondPerson(type, row, person) == nullptr &&
           needsSecondPerson(type, written, person) == nullptr;
}

}  // namespace xiangji
