#include "core/store/phone_seal.hpp"

#include "core/records/validate.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji {

Value PhoneSeal::laid(const CellPlace& place, const Value& typed) const {
    const auto* text = std::get_if<std::string>(&typed);
    return text == nullptr ? typed : Value(seal_.sealed(place, *text));
}

Value PhoneSeal::shown(const CellPlace& place, const Value& lying) const {
    const auto* text = std::get_if<std::string>(&lying);
    if (text != nullptr && !isSealedText(*text)) {
        return lying;  // from before the field was sealed
    }
    auto opened = text == nullptr ? Result<std::string>(Error{}) : seal_.opened(place, *text);
    return opened ? Value(*std::move(opened)) : Value();
}

Outcome PhoneSeal::put(wire::Cell& cell, const CellPlace& place, const Value& lying,
                       std::string_view serverKey) const {
    const auto* text = std::get_if<std::string>(&lying);
    if (text == nullptr) {
        putValue(cell, lying);
        return {};
    }
    XIANGJI_LET(
        box, seal_.box(place, isSealedText(*text) ? *text : seal_.sealed(place, *text), serverKey));
    cell.set_sealed(std::move(box));
    return {};
}

void PhoneSeal::settle(wire::PulledRow& row) const {
    const auto id = Id::fromBytes(row.row()).value_or(Id{});
    const auto settleCell = [&](wire::Cell& cell) {
        if (cell.sealed().empty()) {
            return;
        }
        const CellPlace place{TypeNumber{row.type()}, id, FieldNumber{cell.field()}};
        const auto text = seal_.unboxed(place, cell.sealed());
        cell.clear_sealed();
        putValue(cell, text ? laid(place, *text) : Value{});
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
}

}  // namespace xiangji
