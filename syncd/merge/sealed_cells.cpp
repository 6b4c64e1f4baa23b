#include "syncd/merge/sealed_cells.hpp"

#include "core/base/sealed_box.hpp"
#include "core/base/text.hpp"
#include "core/records/validate.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::string_view kLaid = "laid";
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

void SealedCells::lay(wire::Changeset& changeset) const {
    for (auto& change : *changeset.mutable_changes()) {
        const auto* type = catalogue_.find(TypeNumber{change.type()});
        const auto row = Id::fromBytes(change.row());
        for (auto& cell : *change.mutable_cells()) {
            if (cell.sealed().empty()) {
                continue;
            }
            cell.clear_value();
            const auto* field = type == nullptr ? nullptr : type->field(FieldNumber{cell.field()});
            const CellPlace place{TypeNumber{change.type()}, row.value_or(Id{}),
                                  FieldNumber{cell.field()}};
            const auto text = seal_.unboxed(place, cell.sealed());
            if (field == nullptr || !field->rules.sealed() || !text || toNfc(*text) != *text ||
                !validateClear(*type, *field, *text)) {
                if (isLaid(cell)) {
                    cell.set_sealed("not a box");
                }
                continue;
            }
            cell.set_text(seal_.sealed(place, *text));
            cell.set_sealed(Bytes(kLaid));
        }
    }
}

Result<Bytes> SealedCells::box(const CellPlace& place, const Value& lying,
                               std::string_view devicePublicKey) const {
    const auto* text = std::get_if<std::string>(&lying);
    if (text == nullptr) {
        return Error{Fault::untrusted, "there is nothing sealed here"};
    }
    // What was written before its field was sealed lies in the clear.
    return seal_.box(place, isSealedText(*text) ? *text : seal_.sealed(place, *text),
                     devicePublicKey);
}

}  // namespace xiangji::syncd
