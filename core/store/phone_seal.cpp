#include "core/store/phone_seal.hpp"

#include <algorithm>

#include "core/records/clear_text.hpp"
#include "core/records/validate.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji {

Value PhoneSeal::laid(const CellPlace& place, const Value& given) const {
    return isUnset(given) ? Value() : Value(seal_.sealed(place, clearText(given)));
}

Value PhoneSeal::shown(const CellPlace& place, Kind kind, const Value& lying) const {
    return seal_.openedValue(place, kind, lying).valueOr({});
}

Value PhoneSeal::again(const PhoneSeal& before, const CellPlace& place, const Value& lying) const {
    const auto* text = std::get_if<std::string>(&lying);
    if (text == nullptr || !isSealedText(*text)) {
        return laid(place, lying);
    }
    const auto opened = before.seal_.opened(place, *text);
    return opened ? Value(seal_.sealed(place, *opened)) : lying;
}

Outcome PhoneSeal::put(wire::Cell& cell, const CellPlace& place, const Value& lying,
                       std::string_view serverKey) const {
    if (isUnset(lying)) {
        cell.clear_value();
        return {};
    }
    XIANGJI_LET(box, seal_.box(place, seal_.asSealed(place, lying), serverKey));
    cell.set_sealed(std::move(box));
    return {};
}

void PhoneSeal::settle(wire::PulledRow& row, const RecordType& type) const {
    const auto id = Id::fromBytes(row.row()).value_or(Id{});
    const auto settleCell = [&](wire::Cell& cell) {
        const CellPlace place{TypeNumber{row.type()}, id, FieldNumber{cell.field()}};
        if (cell.sealed().empty()) {
            const Field* field = type.field(place.field);
            if (field != nullptr && field->rules.sealed()) {
                putValue(cell, laid(place, valueIn(cell)));
            }
            return;
        }
        const auto text = seal_.unboxed(place, cell.sealed());
        cell.clear_sealed();
        putValue(cell, text ? Value(seal_.sealed(place, *text)) : Value{});
    };
    for (auto& cell : *row.mutable_cells()) {
        settleCell(cell);
    }
    for (auto& conflict : *row.mutable_conflicts()) {
        settleCell(*conflict.mutable_shown()->mutable_cell());
        for (auto& other : *conflict.mutable_others()) {
            settleCell(*other.mutable_cell());
        }
    }
    for (auto& proposal : *row.mutable_proposals()) {
        auto& cells = *proposal.mutable_cells();
        cells.erase(std::remove_if(cells.begin(), cells.end(),
                                   [&](const wire::Cell& cell) {
                                       const Field* field = type.field(FieldNumber{cell.field()});
                                       return field != nullptr && field->rules.sealed();
                                   }),
                    cells.end());
    }
}

}  // namespace xiangji
