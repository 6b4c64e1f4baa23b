#include "syncd/merge/admission/admission.hpp"

#include <algorithm>

#include "core/records/validate.hpp"
#include "syncd/merge/admission/insert_admission.hpp"
#include "syncd/merge/admission/proposal_admission.hpp"
#include "syncd/merge/admission/settlement_admission.hpp"
#include "syncd/merge/admission/weighing.hpp"

namespace xiangji::syncd {

namespace {

Ruling neverChanged(const RecordType& type) {
    return Ruling::refused(
        "append_only",
        named(type) + " is never changed, only added to; add a new one that corrects it");
}

Ruling admitEdit(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    if (!allowed(question, Verb::edit)) {
        return noRole(type, "change");
    }
    if (const auto ruling = weighFixed(question)) {
        return *ruling;
    }
    if (isOfficesToChange(question)) {
        return admitAsProposal(question);
    }
    for (const auto* fields : {&question.row->fields, &asked.fields}) {
        if (const auto ruling = weighSelf(question, *fields)) {
            return *ruling;
        }
    }
    if (const auto ruling = weighWrites(question, Verb::edit)) {
        return *ruling;
    }
    if (const auto valid = validateEdit(type, asked.fields); !valid) {
        return Ruling::refused("limit", valid.error().detail);
    }
    return {};
}

Ruling admitVoid(const Question& question) {
    const RecordType& type = *question.asked.type;
    if (!allowed(question, Verb::voiding)) {
        return noRole(type, "void");
    }
    if (const auto ruling = weighLock(question)) {
        return *ruling;
    }
    if (question.asked.reason.empty()) {
        return Ruling::refused("limit", named(type) + ": a void needs a reason; say why");
    }
    if (const auto valid =
            validateValue(type, *type.field(common::kVoidReason), question.asked.reason);
        !valid) {
        return Ruling::refused("limit", valid.error().detail);
    }
    return {};
}

Ruling admitAction(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    const Action* action = type.action(asked.action);
    // Of an action that is none, too: what the words below tell of a row is for who acts on it.
    const bool mayTry = action != nullptr ? mayAct(question.roles, type, *action)
                                          : may(question.roles, type, Verb::act);
    if (!question.server && !mayTry) {
        return Ruling::refused(
            "role", asked.action + (action != nullptr ? " (" + action->label().zh() + ")" : "") +
                        ": your role does not allow it here; ask the township's office");
    }
    if (question.row->voided()) {
        return Ruling::refused(
            "state",
            named(type) + " is void (" + textAt(question.row->fields, common::kVoidReason) + ")");
    }
    const auto possible =
        requireAction(type, textAt(question.row->fields, common::kStatus), asked.action);
    if (!possible) {
        return Ruling::refused("state", possible.error().detail);
    }
    if ((*possible)->needs_reason() && asked.reason.empty()) {
        return Ruling::refused("limit", asked.action + " needs a reason; say why");
    }
    if (const auto valid = validateValue(type, *type.field(common::kVoidReason), asked.reason);
        !asked.reason.empty() && !valid) {
        return Ruling::refused("limit",
                               asked.action + ": its reason is too long; " + valid.error().detail);
    }
    if ((*possible)->second_person() && !question.server &&
        (madeIt(*question.row, question.author) ||
         isOwnRow(type, asked.row, question.row->fields, question.author))) {
        return Ruling::refused("second_person",
                               asked.action + " needs a second person: nobody confirms their own");
    }
    return {};
}

}  // namespace

Ruling admit(const Question& question) {
    const AskedChange& asked = question.asked;
    if (asked.verb == wire::VERB_INSERT) {
        return admitInsert(question);
    }
    if (question.row == nullptr) {
        return notThere(question, "this row");
    }
    if (asked.verb == wire::VERB_ACT) {
        return admitAction(question);
    }
    if (asked.type->appendOnly() && !question.server) {
        return neverChanged(*asked.type);
    }
    switch (asked.verb) {
        case wire::VERB_SETTLE:
            return admitSettlement(question);
        case wire::VERB_PROPOSE:
            return admitProposal(question);
        case wire::VERB_ANSWER:
            return admitAnswer(question);
        case wire::VERB_EDIT:
            return admitEdit(question);
        default:
            return admitVoid(question);
    }
}

}  // namespace xiangji::syncd
