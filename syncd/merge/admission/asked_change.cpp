#include "syncd/merge/admission/asked_change.hpp"

#include <cmath>
#include <map>

#include "core/base/text.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "syncd/merge/sealed_cells.hpp"

namespace xiangji::syncd {

namespace {

Ruling malformed(const RecordType& type, const std::string& what) {
    return Ruling::quarantined(
        "malformed", type.name + ": " + what + "; it is kept aside at the centre; update the app");
}

/// What a database would silently change is no value: NaN becomes NULL, text has one form.
bool isSound(const Value& value) {
    if (const auto* real = std::get_if<double>(&value)) {
        return std::isfinite(*real);
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return isNfc(*text);
    }
    return true;
}

/// What is wrong with a cell; empty = nothing.
std::string faultOf(const Field& field, const wire::Cell& cell, const Value& value,
                    wire::Verb verb) {
    if (!cell.sealed().empty() && !isLaid(cell)) {
        return field.name + " holds a sealed value that cannot be opened or is not allowed";
    }
    if (isLaid(cell) != (field.rules.sealed() && !isUnset(value))) {
        return field.name + " is only taken sealed";
    }
    const bool element = cell.op() != wire::Cell::OP_WRITE;
    if (element != field.isSet) {
        return field.name + (field.isSet ? " is a set and takes elements" : " is no set");
    }
    if (cell.op() != wire::Cell::OP_WRITE && cell.op() != wire::Cell::OP_ADD &&
        cell.op() != wire::Cell::OP_REMOVE) {
        return field.name + " is written in an unknown way";
    }
    if (element && isUnset(value)) {
        return field.name + " names no element";
    }
    if (verb == wire::VERB_INSERT && cell.op() == wire::Cell::OP_REMOVE) {
        return field.name + " takes an element out of a new row";
    }
    // Sealed it is text whatever the field's kind; a line of the log may be from before that.
    const bool sealedText = isLaid(cell) && std::holds_alternative<std::string>(value);
    if (!sealedText && !suits(field, value)) {
        return field.name + " holds another kind of value";
    }
    return isSound(value) ? std::string()
                          : field.name + " holds a value that cannot be kept as it is";
}

/// More than phones could ever write apart; bounds what one settlement costs.
constexpr int kMostNamedHeads = 1'000;

bool isAnswer(wire::Answer answer) {
    return answer == wire::ANSWER_ACCEPT || answer == wire::ANSWER_DECLINE ||
           answer == wire::ANSWER_WITHDRAW;
}

/// Text of what a change of this shape lacks or has too much; empty = nothing.
std::string shapeFault(const wire::Change& change) {
    switch (change.verb()) {
        case wire::VERB_INSERT:
            return change.cells().empty() ? "a new row without a single field" : "";
        case wire::VERB_EDIT:
            return change.cells().empty() ? "an edit of nothing" : "";
        case wire::VERB_VOID:
            return change.cells().empty() ? "" : "a void sets no fields";
        case wire::VERB_ACT:
            return change.cells().empty() ? "" : "an action sets no fields";
        case wire::VERB_SETTLE:
            return change.cells_size() == 1 && !change.heads().empty() &&
                           change.heads_size() <= kMostNamedHeads
                       ? ""
                       : "a settlement chooses the value of one field and names what it has seen";
        case wire::VERB_PROPOSE:
            return change.cells().empty() ? "a proposal of nothing" : "";
        case wire::VERB_ANSWER:
            return change.cells().empty() && Id::fromBytes(change.proposal()) &&
                           isAnswer(change.answer())
                       ? ""
                       : "an answer names one proposal and what becomes of it";
        default:
            return "an unknown kind of change";
    }
}

}  // namespace

std::variant<AskedChange, Ruling> decodeChange(const wire::Change& change,
                                               const Catalogue& catalogue) {
    const RecordType* type = catalogue.find(TypeNumber{change.type()});
    if (type == nullptr) {
        return Ruling::quarantined("unknown_type",
                                   "the centre does not know this kind of record (number " +
                                       std::to_string(change.type()) +
                                       "); it is kept aside until the centre is updated");
    }
    AskedChange asked;
    asked.type = type;
    asked.verb = change.verb();
    asked.action = change.action();
    asked.reason = change.reason();
    asked.answer = change.answer();
    asked.proposal = Id::fromBytes(change.proposal()).value_or(Id{});
    for (const auto& head : change.heads()) {
        asked.heads.push_back({Id::fromBytes(head.device()).value_or(Id{}), head.seq()});
    }
    const auto row = Id::fromBytes(change.row());
    if (!row || row->isNone()) {
        return malformed(*type, "names no row");
    }
    asked.row = *row;
    if (const auto fault = shapeFault(change); !fault.empty()) {
        return malformed(*type, fault);
    }
    if (!isNfc(asked.reason)) {
        return malformed(*type, "its reason cannot be kept as it is");
    }
    std::map<FieldNumber, Elements> named;  // of sets
    std::map<FieldNumber, Elements> added;
    asked.cells.reserve(static_cast<std::size_t>(change.cells_size()));
    asked.fields.reserve(static_cast<std::size_t>(change.cells_size()));
    for (const auto& cell : change.cells()) {
        const Field* field = type->field(FieldNumber{cell.field()});
        if (field == nullptr) {
            return Ruling::quarantined("unknown_field",
                                       type->name + ": the centre does not know its field number " +
                                           std::to_string(cell.field()) +
                                           "; it is kept aside until the centre is updated");
        }
        Value value = valueIn(cell);
        if (const auto fault = faultOf(*field, cell, value, asked.verb); !fault.empty()) {
            return malformed(*type, fault);
        }
        const bool first = field->isSet ? named[field->number].insert(value).second
                                        : asked.fields.emplace(field->number, value).second;
        if (!first) {
            return malformed(*type, field->name + " is written twice");
        }
        if (cell.op() == wire::Cell::OP_ADD) {
            added[field->number].insert(value);
        }
        if (asked.verb != wire::VERB_INSERT || !isUnset(value)) {
            asked.cells.push_back({field, cell.op(), std::move(value)});
        }
    }
    for (const auto& [number, elements] : added) {
        asked.fields[number] = setCell(elements);
    }
    return asked;
}

}  // namespace xiangji::syncd
