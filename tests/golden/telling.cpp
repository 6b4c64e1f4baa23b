#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cctype>

#include "core/base/text.hpp"
#include "core/records/field_seal.hpp"
#include "core/records/validate.hpp"
#include "core/records/value_text.hpp"
#include "tests/golden/story.hpp"

namespace xiangji::syncd::test {

std::string Story::nameOf(const Id& device) const {
    for (const auto& [name, teller] : tellers_) {
        if (teller.phone->id() == device) {
            return name;
        }
    }
    return "?";
}

std::string Story::told(const Field& field, const Value& value) const {
    for (const auto& [label, row] : rows_) {
        if (field.kind == Kind::reference && value == refTo(row.id)) {
            return "@" + label;
        }
    }
    if (field.rules.ref() == "unit") {
        return centre_.central->reader().titleOf(typeOf("unit"), idIn(value));
    }
    const std::string text = boost::json::serialize(toJson(field, value));
    constexpr std::size_t kLong = 80;
    return text.size() <= kLong ? text : std::to_string(codePoints(text) - 2) + " characters";
}

std::string Story::lying(const Row& row, const Field& field, const Value& value) const {
    if (!field.rules.sealed() || isUnset(value)) {
        return told(field, value);
    }
    const auto* text = std::get_if<std::string>(&value);
    const auto opened =
        FieldSeal(centre_.key)
            .openedValue({row.type->number, row.id, field.number}, field.kind, value);
    return std::string(text != nullptr && isSealedText(*text) ? "sealed " : "IN THE CLEAR ") +
           told(field, must(opened));
}

std::string Story::audit() const {
    std::string text;
    const auto report = must(centre_.desk->audit({}));
    for (const auto& finding : report.findings) {
        text += std::to_string(finding.lsn) + " " + finding.type + ": " + finding.what + "\n";
    }
    return report.unreplayable == 0 ? text : text + "rows that cannot be merged again\n";
}

std::string Story::central() const {
    std::string text;
    for (const auto& [label, row] : rows_) {
        const auto state = centre_.row(row.type->name, row.id);
        text += row.type->name + " " + label + (state.fields.empty() ? ": not there\n" : "\n");
        for (const auto& field : row.type->fields) {
            const auto heads = state.heads.find({field.number, {}});
            const bool conflict =
                canConflict(field) && heads != state.heads.end() && inConflict(heads->second);
            const auto shown = state.fields.find(field.number);
            const bool kept = field.number == common::kStatus ||
                              field.number == common::kVoidReason || !field.common;
            if (!kept || (shown == state.fields.end() && !conflict)) {
                continue;
            }
            text += "  " + field.name + " = " +
                    lying(row, field, shown == state.fields.end() ? Value{} : shown->second);
            for (std::size_t i = 0; conflict && i < heads->second.size(); ++i) {
                const auto& head = heads->second[i];
                text += (i == 0 ? "   conflict: " : " | ") + nameOf(head.mark.stamp.device) + " " +
                        lying(row, field, head.value);
            }
            text += "\n";
        }
        text += state.editedAfterVoid ? "  edited after void\n" : "";
        text += besideTold(row);
    }
    return text + asideTold();
}

std::string Story::cellsTold(const RecordType& type, const wire::Proposal& proposal) const {
    std::string text;
    for (const auto& cell : proposal.cells()) {
        Field field = *type.field(FieldNumber{cell.field()});
        field.isSet = false;
        const char* sign = cell.op() == wire::Cell::OP_ADD      ? " + "
                           : cell.op() == wire::Cell::OP_REMOVE ? " - "
                                                                : " = ";
        text += (text.empty() ? "" : ", ") + field.name + sign + told(field, valueIn(cell));
    }
    return text;
}

std::string Story::besideTold(const Row& row) const {
    std::string text;
    for (const auto& beside : must(centre_.central->proposalsNow(row.type->number, row.id))) {
        const auto& proposal = beside.proposal;
        std::string state = wire::Proposal::State_Name(proposal.state()).substr(6);
        std::ranges::transform(state, state.begin(),
                               [](unsigned char c) { return std::tolower(c); });
        text += "  proposal of " + nameOf(Id::fromBytes(proposal.device()).value_or(Id{})) + ": " +
                cellsTold(*row.type, proposal) + " (" + state +
                (proposal.reason().empty() ? "" : ": " + proposal.reason()) + ")\n";
    }
    return text;
}

std::string Story::asideTold() const {
    std::string text;
    for (const auto& aside : must(centre_.central->asideNow())) {
        const bool held = aside.state == AsideRow::State::held;
        text += (held ? "held: " : "quarantined: ") + nameOf(aside.device) + " " +
                std::to_string(aside.seq) + ", " + aside.reason;
        for (const auto& [label, row] : rows_) {
            if (held && row.id == aside.awaitsRow) {
                text += ", waits for " + row.type->name + " " + label;
            }
        }
        text += "\n";
    }
    return text;
}

}  // namespace xiangji::syncd::test
