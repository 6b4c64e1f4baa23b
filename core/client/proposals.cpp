#include "core/client/proposals.hpp"

#include <algorithm>

#include "core/client/standing.hpp"
#include "core/client/views.hpp"
#include "core/records/permission.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

constexpr std::string_view kKept =
    "SELECT type, row, proposal, seq, answer, answer_seq FROM _proposal";

std::optional<KeptProposal> keptAt(const Catalogue& catalogue, const Statement& query) {
    KeptProposal kept;
    kept.type = catalogue.find(static_cast<TypeNumber>(query.integer(0)));
    kept.row = query.id(1);
    kept.seq = query.unsignedInteger(3);
    kept.answer = static_cast<wire::Answer>(query.integer(4));
    kept.answered = kept.answer != wire::ANSWER_UNSPECIFIED;
    kept.answerSeq = query.unsignedInteger(5);
    return kept.type != nullptr && kept.proposal.ParseFromString(query.blob(2))
               ? std::optional(std::move(kept))
               : std::nullopt;
}

Value valueAt(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

ProposalView::State stateOf(const KeptProposal& kept) {
    switch (kept.answer) {
        case wire::ANSWER_ACCEPT:
            return ProposalView::State::accepted;
        case wire::ANSWER_DECLINE:
            return ProposalView::State::declined;
        case wire::ANSWER_WITHDRAW:
            return ProposalView::State::withdrawn;
        default:
            return static_cast<ProposalView::State>(kept.proposal.state());
    }
}

/// Of the proposal, or of this phone's answer to it, whichever is on its way.
SendState sendStateOf(PhoneDatabase& database, const KeptProposal& kept) {
    const auto seq = kept.answered ? kept.answerSeq : kept.seq;
    auto query = database.connection().statement("SELECT held FROM _outbox WHERE seq = ?1");
    query.bind(1, seq);
    if (seq == 0 || !query.step()) {
        return SendState::delivered;
    }
    return query.integer(0) != 0 ? SendState::held : SendState::waiting;
}

std::string nameIn(PhoneDatabase& database, const Bytes& person) {
    const auto* type = database.catalogue().find("person");
    return titleIn(database, *type, Id::fromBytes(person).value_or(Id{}));
}

}  // namespace

std::optional<KeptProposal> keptProposal(PhoneDatabase& database, const Id& id) {
    auto query = database.connection().statement(std::string(kKept) + " WHERE id = ?1");
    query.bind(1, id);
    return query.step() ? keptAt(database.catalogue(), query) : std::nullopt;
}

std::vector<ProposalView> viewProposals(PhoneDatabase& database, Instant nowMs) {
    std::vector<KeptProposal> all;
    {
        auto query = database.connection().statement(kKept);
        while (query.step()) {
            if (auto kept = keptAt(database.catalogue(), query)) {
                all.push_back(*std::move(kept));
            }
        }
    }
    wire::Standing standing;
    standing.ParseFromString(database.knownBytes(known::kStanding));
    std::vector<ProposalView> views;
    for (const auto& kept : all) {
        ProposalView view;
        view.id = Id::fromBytes(kept.proposal.id()).value_or(Id{});
        view.type = kept.type;
        view.row = kept.row;
        view.state = stateOf(kept);
        view.sendState = sendStateOf(database, kept);
        view.fields = writtenIn(*kept.type, kept.proposal.cells());
        view.removed = removedIn(*kept.type, kept.proposal.cells());
        view.author = Id::fromBytes(kept.proposal.author()).value_or(Id{});
        view.authorName = nameIn(database, kept.proposal.author());
        view.atMs = msOf(kept.proposal.hlc());
        view.answeredBy = nameIn(database, kept.proposal.answered_by());
        view.reason = kept.proposal.reason();
        const bool open = view.state == ProposalView::State::open;
        const bool own = kept.proposal.author() == standing.person();
        const auto row = RowTable(database.connection(), *kept.type).row(kept.row);
        const auto roles =
            rolesAt(database, standing, row ? idIn(valueAt(*row, common::kHomeOrg)) : Id{}, nowMs);
        view.mayWithdraw = open && own;
        view.mayAnswer = open && !own && std::ranges::any_of(roles, isOfficeRole) &&
                         may(roles, *kept.type, Verb::edit);
        view.mayAccept = view.mayAnswer && row &&
                         mayAccept(roles, *kept.type, *row, kept.proposal, personOf(standing));
        views.push_back(std::move(view));
    }
    std::ranges::sort(views, [](const ProposalView& a, const ProposalView& b) {
        return std::tie(b.atMs, b.id) < std::tie(a.atMs, a.id);
    });
    return views;
}

void putCells(wire::Change& change, const Field& field, const Value& before, const Value& after) {
    const auto put = [&](const Value& value, wire::Cell::Op op) {
        auto& cell = *change.add_cells();
        cell.set_field(field.number);
        cell.set_op(op);
        putValue(cell, value);
    };
    if (!field.isSet) {
        put(after, wire::Cell::OP_WRITE);
        return;
    }
    const auto delta = deltaBetween(before, after, field.kind == Kind::reference);
    if (!delta) {
        throw SqlFault(delta.error());
    }
    for (const auto& element : delta->added) {
        put(element, wire::Cell::OP_ADD);
    }
    for (const auto& element : delta->removed) {
        put(element, wire::Cell::OP_REMOVE);
    }
}

wire::Answer wireAnswer(Answer answer) {
    switch (answer) {
        case Answer::accept:
            return wire::ANSWER_ACCEPT;
        case Answer::decline:
            return wire::ANSWER_DECLINE;
        case Answer::withdraw:
            return wire::ANSWER_WITHDRAW;
    }
    return wire::ANSWER_UNSPECIFIED;
}

bool maySettle(std::span<const Role> roles, const wire::Standing& standing, const Fields& row,
               const wire::Conflict& conflict) {
    const auto isOwn = [&](const wire::Write& write) {
        return write.author() == standing.person();
    };
    return std::ranges::any_of(roles, isOfficeRole) ||
           idIn(valueAt(row, common::kAuthorPerson)).bytes() == standing.person() ||
           isOwn(conflict.shown()) || std::ranges::any_of(conflict.others(), isOwn);
}

}  // namespace xiangji
