#include "syncd/merge/admission/proposal_admission.hpp"

#include "core/merge/accepting.hpp"
#include "core/records/validate.hpp"
#include "syncd/merge/admission/weighing.hpp"

namespace xiangji::syncd {

namespace {

// What lies beside a row travels with it in one frame.
constexpr std::size_t kMostOpenBesideARow = 10;
constexpr std::size_t kMostProposedBytes = 32 * 1024;

std::size_t sizeOf(const AskedChange& asked) {
    std::size_t size = 0;
    for (const auto& cell : asked.cells) {
        const auto* text = std::get_if<std::string>(&cell.value);
        const auto* blob = std::get_if<Blob>(&cell.value);
        size += 12 + (text != nullptr ? text->size() : 0) +
                (blob != nullptr ? blob->bytes().size() : 0);
    }
    return size;
}

std::string voidWords(const Question& question) {
    return named(*question.asked.type) + " is void (" +
           textAt(question.row->fields, common::kVoidReason) + ")";
}

std::optional<Ruling> weighRoom(const Question& question) {
    if (question.openProposals >= kMostOpenBesideARow) {
        return Ruling::refused("limit", named(*question.asked.type) + ": " +
                                            std::to_string(question.openProposals) +
                                            " proposals wait beside it already; ask the office "
                                            "to answer them first");
    }
    if (sizeOf(question.asked) > kMostProposedBytes) {
        return Ruling::refused("limit", named(*question.asked.type) +
                                            ": a proposal may hold 32 KiB at most; shorten it");
    }
    return std::nullopt;
}

}  // namespace

Ruling admitProposal(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    if (!allowed(question, Verb::edit)) {
        return noRole(type, "change");
    }
    if (const auto ruling = weighFixed(question)) {
        return *ruling;
    }
    for (const auto& cell : asked.cells) {
        if (!question.server && !mayPropose(question.roles, type, *cell.field)) {
            return Ruling::refused(
                "role", named(*cell.field) +
                            ": your role does not allow you to ask for it; ask the township's "
                            "office");
        }
    }
    if (const auto valid = validateEdit(type, asked.fields); !valid) {
        return Ruling::refused("limit", valid.error().detail);
    }
    if (const auto ruling = weighRoom(question)) {
        return *ruling;
    }
    Ruling ruling;
    ruling.proposed = true;
    ruling.reason = "proposed";
    ruling.words = named(type) + ": kept beside the row as a proposal until the office answers it";
    return ruling;
}

Ruling admitAsProposal(const Question& question) {
    Ruling ruling = admitProposal(question);
    if (ruling.proposed) {
        const State* state =
            question.asked.type->state(textAt(question.row->fields, common::kStatus));
        const bool locked = state != nullptr && state->locked();
        ruling.words = named(*question.asked.type) +
                       (locked ? " is " + state->name() + " (" + state->label().zh() +
                                     ") and stays as it is; your change is"
                               : ": only the office changes this; your change is") +
                       " kept beside it as a proposal until the office answers";
    }
    return ruling;
}

Ruling admitAnswer(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    if (question.proposal == nullptr) {
        return Ruling::refused("no_proposal",
                               named(type) + ": there is no such proposal beside this row");
    }
    const auto& proposal = question.proposal->proposal;
    const bool own = Id::fromBytes(proposal.author()) == question.author;
    const bool withdraws = asked.answer == wire::ANSWER_WITHDRAW;
    // Who may not answer learns nothing of the answer that there is.
    if (withdraws && !own) {
        return Ruling::refused("role", named(type) + ": only who proposed it may take it back");
    }
    if (!withdraws && (!anyOffice(question) || !allowed(question, Verb::edit))) {
        return Ruling::refused("role", named(type) + ": the office answers proposals");
    }
    if (!withdraws && own && !question.server) {
        return Ruling::refused(
            "second_person",
            named(type) + ": an answer needs a second person: nobody accepts their own");
    }
    if (proposal.state() != wire::Proposal::STATE_OPEN) {
        return Ruling::refused("state", named(type) + ": this proposal was answered already");
    }
    if (withdraws) {
        return {};
    }
    if (asked.answer == wire::ANSWER_DECLINE && asked.reason.empty()) {
        return Ruling::refused("limit", named(type) + ": to decline needs a reason; say why");
    }
    if (const auto valid =
            validateValue(type, *type.field(common::kVoidReason), Value(asked.reason));
        !asked.reason.empty() && !valid) {
        return Ruling::refused("limit", valid.error().detail);
    }
    if (asked.answer == wire::ANSWER_ACCEPT) {
        if (question.row->voided()) {
            return Ruling::refused("state", voidWords(question));
        }
        for (const auto& cell : proposal.cells()) {
            const Field* field = type.field(FieldNumber{cell.field()});
            if (field == nullptr) {
                continue;
            }
            if (const auto ruling = weighWrite(question, *field, Verb::edit)) {
                return *ruling;
            }
        }
        const Fields written = acceptedFields(type, question.row->fields, proposal);
        for (const auto* fields : {&question.row->fields, &written}) {
            if (const auto ruling = weighSelf(question, *fields)) {
                return *ruling;
            }
        }
    }
    return {};
}

}  // namespace xiangji::syncd
