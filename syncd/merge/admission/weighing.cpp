#include "syncd/merge/admission/weighing.hpp"

#include <algorithm>

namespace xiangji::syncd {

namespace {

/// Sets travel element by element, and each is merged by itself.
constexpr std::size_t kMostCells = 1'000;

}  // namespace

std::string named(const RecordType& type) {
    return type.name + " (" + type.rules.label().zh() + ")";
}
std::string named(const Field& field) {
    return field.name + " (" + field.rules.label().zh() + ")";
}

const Value& valueAt(const Fields& fields, FieldNumber number) {
    static const Value kUnset;
    const auto found = fields.find(number);
    return found == fields.end() ? kUnset : found->second;
}

std::string textAt(const Fields& fields, FieldNumber number) {
    const auto* text = std::get_if<std::string>(&valueAt(fields, number));
    return text == nullptr ? std::string() : *text;
}

bool anyOffice(const Question& question) {
    return question.server ||
           std::any_of(question.roles.begin(), question.roles.end(), isOfficeRole);
}

bool allowed(const Question& question, Verb verb) {
    return question.server || may(question.roles, *question.asked.type, verb);
}

Ruling noRole(const RecordType& type, std::string_view doing) {
    return Ruling::refused("role", named(type) + ": your role does not allow you to " +
                                       std::string(doing) + " it here; ask the township's office");
}

bool madeIt(const RowState& row, const Id& person) {
    return std::ranges::any_of(headsOf(row, common::kAuthorPerson),
                               [&](const Head& head) { return idIn(head.value) == person; });
}

bool gated(const Field& field) {
    const auto merge = field.rules.merge();
    return merge == MERGE_CLASS_S || merge == MERGE_CLASS_R;
}

Ruling notThere(const Question& question, std::string_view missing) {
    const std::string what =
        named(*question.asked.type) + ": the centre does not have " + std::string(missing);
    return question.turnedAway
               ? Ruling::refused("no_row", what + "; what made it was not taken")
               : Ruling::held("no_row", what + " yet; it is kept safe until that arrives");
}

bool isOfficesToChange(const Question& question) {
    if (question.server || anyOffice(question)) {
        return false;
    }
    const State* state = question.asked.type->state(textAt(question.row->fields, common::kStatus));
    return (state != nullptr && state->locked()) ||
           std::any_of(question.asked.cells.begin(), question.asked.cells.end(),
                       [](const CellWrite& cell) {
                           return gated(*cell.field) && !cell.field->rules.system();
                       });
}

namespace {

/// Only the office moves a row, and only between units it is the office of.
std::optional<Ruling> weighMove(const Question& question, const Field& field) {
    if (!anyOffice(question)) {
        return Ruling::refused("home", named(field) +
                                           " says where the row belongs and can only be changed by "
                                           "the office; void it and add another");
    }
    if (!question.home || question.home->isNone()) {
        return Ruling::refused(
            "no_row",
            named(field) +
                ": the centre does not have what it names, or the unit would lie below itself");
    }
    const bool officeThere =
        std::any_of(question.rolesThere.begin(), question.rolesThere.end(), isOfficeRole);
    if (!question.server && !officeThere) {
        return Ruling::refused("role", named(field) +
                                           ": you are not of the office there; ask an office above "
                                           "both units to move it");
    }
    return std::nullopt;
}

}  // namespace

std::optional<Ruling> weighFixed(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    for (const auto& cell : asked.cells) {
        const Field& field = *cell.field;
        if (field.common) {
            return Ruling::refused("role", named(field) + " is nobody's to change");
        }
        if (type.isKey(field)) {
            return Ruling::refused(
                "key",
                named(field) + " names the row and cannot be changed; void it and add another");
        }
        if (&field == type.homeField()) {
            if (const auto ruling = weighMove(question, field)) {
                return ruling;
            }
        }
    }
    return std::nullopt;
}

std::optional<Ruling> weighWrite(const Question& question, const Field& field, Verb verb) {
    if (field.common || question.server ||
        mayWrite(question.roles, *question.asked.type, field, verb)) {
        return std::nullopt;
    }
    return Ruling::refused("role",
                           named(field) +
                               ": your role does not allow you to write it; ask the township's "
                               "office");
}

std::optional<Ruling> weighWrites(const Question& question, Verb verb) {
    const RecordType& type = *question.asked.type;
    if (question.asked.cells.size() > kMostCells) {
        return Ruling::refused("limit", named(type) + ": more than " + std::to_string(kMostCells) +
                                            " values in one change; save in smaller parts");
    }
    for (const auto& cell : question.asked.cells) {
        if (const auto ruling = weighWrite(question, *cell.field, verb)) {
            return ruling;
        }
    }
    return std::nullopt;
}

std::optional<Ruling> weighSelf(const Question& question, const Fields& fields) {
    const auto* field = needsSecondPerson(*question.asked.type, fields, question.author);
    if (field == nullptr || question.server) {
        return std::nullopt;
    }
    return Ruling::refused("second_person", named(*question.asked.type) + ": " + named(*field) +
                                                " is yourself, and nobody decides this for "
                                                "himself; ask a colleague of the same office");
}

std::optional<Ruling> weighLock(const Question& question) {
    const RecordType& type = *question.asked.type;
    const State* state = type.state(textAt(question.row->fields, common::kStatus));
    if (state == nullptr || !state->locked() || anyOffice(question)) {
        return std::nullopt;
    }
    return Ruling::refused("locked", named(type) + " is " + state->name() + " (" +
                                         state->label().zh() +
                                         ") and can only be changed by the township's office");
}

}  // namespace xiangji::syncd
