#include "syncd/merge/admission/insert_admission.hpp"

#include <algorithm>

#include "core/records/validate.hpp"
#include "syncd/merge/admission/weighing.hpp"

namespace xiangji::syncd {

namespace {

std::optional<Ruling> weighKey(const AskedChange& asked) {
    if (asked.type->rules.natural_key_size() == 0) {
        return std::nullopt;
    }
    const auto id = naturalId(*asked.type, asked.fields);
    if (!id) {
        return Ruling::refused("limit", id.error().detail);
    }
    if (*id != asked.row) {
        return Ruling::quarantined(
            "malformed",
            named(*asked.type) +
                ": its id does not follow from what names it; kept aside at the centre");
    }
    return std::nullopt;
}

/// The fields every row carries, as a new row must have them.
std::optional<Ruling> weighNewborn(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    if (!question.home) {
        return notThere(question, "the row it belongs to");
    }
    if (idIn(valueAt(asked.fields, common::kHomeOrg)) != *question.home ||
        question.home->isNone()) {
        return Ruling::refused("home", named(type) + ": it does not belong to the unit it names");
    }
    if (textAt(asked.fields, common::kStatus) != type.initialState() ||
        asked.fields.contains(common::kVoidReason)) {
        return Ruling::refused(
            "state", named(type) + ": a new one is " +
                         (type.initialState().empty() ? "without a state" : type.initialState()));
    }
    return std::nullopt;
}

bool sameContent(const AskedChange& asked, const RowState& row) {
    return std::all_of(
        asked.type->fields.begin(), asked.type->fields.end(), [&](const Field& field) {
            return field.rules.system() || field.number == common::kStatus ||
                   field.number == common::kVoidReason ||
                   valueAt(asked.fields, field.number) == valueAt(row.fields, field.number);
        });
}

/// Some roles may name only themselves in a field: nobody signs another up, or in.
std::optional<Ruling> weighNames(const Question& question) {
    for (const auto& cell : question.asked.cells) {
        if (!question.server &&
            !mayName(question.roles, *cell.field, cell.value, question.author)) {
            return Ruling::refused(
                "role", named(*cell.field) + ": your role lets you name only yourself here");
        }
    }
    return std::nullopt;
}

/// An insert of a row that is there writes into somebody's row: what differs needs the right to
/// edit it.
std::optional<Ruling> weighAddition(const Question& question) {
    const AskedChange& asked = question.asked;
    for (const auto& cell : asked.cells) {
        const Field& field = *cell.field;
        const bool same =
            valueAt(question.row->fields, field.number) == valueAt(asked.fields, field.number);
        if (field.common || gated(field) || same || question.server) {
            continue;
        }
        if (!mayWrite(question.roles, *asked.type, field, Verb::edit)) {
            return noRole(*asked.type, "change");
        }
    }
    return std::nullopt;
}

}  // namespace

Ruling admitInsert(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    if (const auto ruling = weighKey(asked)) {
        return *ruling;
    }
    if (question.row == nullptr) {
        if (const auto ruling = weighNewborn(question)) {
            return *ruling;
        }
    }
    if (!allowed(question, Verb::insert)) {
        return noRole(type, "add");
    }
    if (!question.server && idIn(valueAt(asked.fields, common::kAuthorPerson)) != question.author) {
        return Ruling::refused(
            "author",
            named(type) +
                ": it names another person as its author than the one this phone belongs to");
    }
    if (question.row != nullptr && type.appendOnly()) {
        if (sameContent(asked, *question.row)) {
            return {.without = true};
        }
        return Ruling::quarantined(
            "append_only",
            named(type) + ": the centre already has it with other content; this one is kept aside");
    }
    if (const auto ruling = weighWrites(question, Verb::insert)) {
        return *ruling;
    }
    if (const auto ruling = weighNames(question)) {
        return *ruling;
    }
    if (const auto ruling = weighSelf(question, asked.fields)) {
        return *ruling;
    }
    if (question.row != nullptr) {
        if (const auto ruling = weighSelf(question, question.row->fields)) {
            return *ruling;
        }
        if (const auto ruling = weighLock(question)) {
            return *ruling;
        }
        if (const auto ruling = weighAddition(question)) {
            return *ruling;
        }
    }
    if (const auto valid = validateInsert(type, asked.fields); !valid) {
        return Ruling::refused("limit", valid.error().detail);
    }
    return {};
}

}  // namespace xiangji::syncd
