// What a phone gives back to a restored centre: the part of Deciding that takes another life's
// verdicts as they are.
#include <algorithm>

#include "core/base/change_id.hpp"
#include "syncd/merge/deciding.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/erasing/erased_names.hpp"
#include "syncd/merge/taking.hpp"

namespace xiangji::syncd {

namespace {

/// Where a change was written before this life of the centre; where it had no effect, where it was
/// decided.
LogPlace firstPlace(const wire::ReceiptBody& first, int change) {
    if (change < first.first_lsns_size() && first.first_lsns(change) != 0) {
        const Bytes& epoch =
            change < first.first_epochs_size() ? first.first_epochs(change) : first.first_epoch();
        return {Id::fromBytes(epoch).value_or(Id{}), first.first_lsns(change)};
    }
    const Lsn lsn = first.changes(change).lsn();
    return {Id::fromBytes(first.epoch()).value_or(Id{}), lsn == 0 ? first.head_lsn() : lsn};
}

Ruling rulingOf(const wire::ChangeVerdict& first) {
    Ruling ruling;
    if (first.proposed()) {
        ruling.proposed = true;
        ruling.reason = first.reason();
        ruling.words = first.words();
    }
    return ruling;
}

}  // namespace

Result<Decision> Deciding::again(const wire::EnvelopeBody& body, const wire::Changeset& changeset,
                                 const Sender& sender, const wire::ReceiptBody& first) {
    Decision decision;
    decision.effective = first.effective_hlc();
    decision.clamped = first.clamped();
    decision.receivedMs = first.received_ms();
    Course course{.sender = sender,
                  .seq = body.seq(),
                  .receivedMs = first.received_ms(),
                  .effective = decision.effective,
                  .deviceHlc = body.hlc()};
    XIANGJI_LET(seen, seenBy(body));
    course.seenLsn = seen;
    XIANGJI_LET(waiting, waitingRowsOf(sender.device));
    course.waitingRows = std::move(waiting);
    std::vector<Weighed> weighed;
    for (int i = 0; i < changeset.changes_size(); ++i) {
        const auto& change = changeset.changes(i);
        const auto place = static_cast<std::uint32_t>(i);
        course.origin = firstPlace(first, i);
        XIANGJI_LET(next, oneAgain(change, first.changes(i), place, course));
        const bool waits = next.verdict.verdict() == wire::VERDICT_HELD;
        if (waits) {
            course.waitingRows.insert(nameOf(change));
        }
        decision.whole = decision.whole && takesEffect(next.verdict.verdict());
        decision.verdicts.push_back(next.verdict);
        decision.firstPlaces.push_back(waits ? LogPlace{} : *course.origin);
        weighed.push_back(std::move(next));
    }
    course.origin.reset();
    // Of a group that was taken nothing may be decided twice: what is held of it waits alone.
    wire::Changeset aside = changeset;
    aside.set_all_or_none(changeset.all_or_none() &&
                          std::ranges::none_of(weighed, [](const Weighed& one) {
                              return takesEffect(one.verdict.verdict());
                          }));
    XIANGJI_TRY(keepAside(aside, weighed, 0, course));
    XIANGJI_TRY(turnAway(aside, weighed, course));
    decision.whole = decision.whole && course.whole;
    decision.settled = std::move(course.settled);
    return decision;
}

Result<Deciding::Weighed> Deciding::oneAgain(const wire::Change& change,
                                             const wire::ChangeVerdict& first, std::uint32_t place,
                                             Course& course) {
    if (!takesEffect(first.verdict())) {
        Weighed same{first, {}};
        same.verdict.clear_lsn();
        return same;
    }
    auto decoded = decodeChange(change, catalogue_);
    if (const auto* ruling = std::get_if<Ruling>(&decoded)) {
        return Weighed{verdictOf(*ruling), {}};
    }
    auto& asked = std::get<AskedChange>(decoded);
    if (waitsBehind(asked, course)) {
        return behind(asked);
    }
    std::optional<ProposalRow> answered;
    if (asked.verb == wire::VERB_ANSWER) {
        XIANGJI_LET(found, transaction_.central().proposal(asked.proposal));
        if (!found) {
            return Weighed{
                verdictOf(Ruling::held("no_proposal",
                                       "the proposal it answers is not back at the "
                                       "centre yet; it is kept safe until that arrives")),
                {asked.type->number, asked.proposal}};
        }
        answered = std::move(found);
    } else {
        asked.proposal = changeId(course.sender.device, course.seq, place);
    }
    XIANGJI_LET(row, transaction_.central().row(*asked.type, asked.row));
    XIANGJI_LET(heeded,
                heedErasures(transaction_, catalogue_, asked, row ? &*row : nullptr, course));
    if (heeded.refusal) {
        return Weighed{verdictOf(*heeded.refusal), {}};
    }
    if (row && first.lsn() == 0) {
        return Weighed{first, {}};  // it was there already, and is
    }
    if (row) {
        course.roles = transaction_.authority().rolesAt(
            course.sender.person, unitOf(*asked.type, asked.row, *row, transaction_.authority()),
            msOf(course.effective), course.receivedMs);
    }
    XIANGJI_LET(verdict, Taking(transaction_, catalogue_, epoch_, seals_)
                             .take(change, asked, rulingOf(first), std::move(row),
                                   std::move(answered), course));
    return Weighed{std::move(verdict), {}};
}

}  // namespace xiangji::syncd
