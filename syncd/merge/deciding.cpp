#include "syncd/merge/deciding.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/change_id.hpp"
#include "syncd/merge/admission/over_grants.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/erasing/erased_names.hpp"
#include "syncd/merge/raw_changes.hpp"
#include "syncd/merge/taking.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostRowsHeldOfADevice = 5'000;

bool isTaken(const wire::ChangeVerdict& verdict) {
    return takesEffect(verdict.verdict());
}

AsideRow asideOf(const Course& course, std::uint32_t place, const wire::Change& first,
                 const wire::ChangeVerdict& verdict) {
    AsideRow aside;
    aside.id = changeId(course.sender.device, course.seq, place);
    aside.state = verdict.verdict() == wire::VERDICT_HELD ? AsideRow::State::held
                                                          : AsideRow::State::quarantined;
    aside.device = course.sender.device;
    aside.seq = course.seq;
    aside.place = place;
    std::tie(aside.type, aside.row) = nameOf(first);
    aside.reason = verdict.reason();
    aside.words = verdict.words();
    aside.effective = course.effective;
    aside.deviceHlc = course.deviceHlc;
    aside.seenLsn = course.seenLsn;
    aside.receivedMs = course.receivedMs;
    return aside;
}

bool waitsTooMuch(const Course& course) {
    return course.waitingRows.size() >= kMostRowsHeldOfADevice;
}

Ruling tooMuchWaits() {
    return Ruling::refused("limit", "too much of this phone waits at the centre already");
}

/// What an app newer than this centre wrote is no mistake: it waits until the centre can read it.
Ruling heldForUpdate(const Ruling& unread, const Course& course) {
    return waitsTooMuch(course)
               ? tooMuchWaits()
               : Ruling::held(std::string(kNewer), unread.words +
                                                       "; the app is newer than the centre, and "
                                                       "this waits here until that is updated");
}

/// In an all_or_none group that is not taken whole nothing is: its parts wait with what is held, or
/// fall with what is not taken.
template <typename All>
void bindTogether(All& weighed) {
    const bool falls = std::ranges::any_of(weighed, [](const auto& one) {
        return !isTaken(one.verdict) && one.verdict.verdict() != wire::VERDICT_HELD;
    });
    for (auto& [verdict, awaits, emptied] : weighed) {
        if (falls && (isTaken(verdict) || verdict.verdict() == wire::VERDICT_HELD)) {
            verdict = verdictOf(
                Ruling::refused("group", "belongs together with a change that was not taken"));
        } else if (isTaken(verdict)) {
            verdict = verdictOf(Ruling::held("group", "belongs together with a change that waits"));
        }
    }
}

}  // namespace

Result<Decision> Deciding::decide(const wire::EnvelopeBody& body, const wire::Changeset& changeset,
                                  const Sender& sender, Instant receivedMs) {
    Decision decision;
    stampDecision(decision, body.hlc(), receivedMs);
    Course course{.sender = sender,
                  .seq = body.seq(),
                  .receivedMs = receivedMs,
                  .effective = decision.effective,
                  .deviceHlc = body.hlc(),
                  .newer = body.level() > catalogue_.level()};
    course.asTheyCame = changesIn(body.changeset());
    if (course.asTheyCame.size() != static_cast<std::size_t>(changeset.changes_size())) {
        course.asTheyCame.clear();
    }
    XIANGJI_LET(seen, seenBy(body));
    course.seenLsn = seen;
    XIANGJI_LET(over, grantsKnownToBeOver(transaction_, catalogue_, sender, msOf(course.effective),
                                          receivedMs));
    course.overGrants = std::move(over);
    XIANGJI_LET(waiting, waitingRowsOf(sender.device));
    course.waitingRows = std::move(waiting);
    XIANGJI_LET(verdicts, all(changeset, 0, course));
    decision.verdicts = std::move(verdicts);
    decision.whole = course.whole && std::ranges::all_of(decision.verdicts, isTaken);
    decision.settled = std::move(course.settled);
    limitWords(decision.verdicts);
    return decision;
}

Result<Lsn> Deciding::seenBy(const wire::EnvelopeBody& body) {
    // Nobody has seen what is not there: neither beyond the head nor behind a fork.
    Lsn reach = transaction_.head().lsn;
    if (const auto epoch = Id::fromBytes(body.epoch()).value_or(Id{}); epoch != epoch_) {
        XIANGJI_LET(lineage, transaction_.lineage());
        reach = std::min(reach, lineage.shared(epoch, epoch_).value_or(0));
    }
    return std::min<Lsn>(body.seen_lsn(), reach);
}

Result<std::vector<wire::ChangeVerdict>> Deciding::decideAside(const AsideRow& aside,
                                                               Course& course) {
    wire::Changeset changeset;
    if (!changeset.ParseFromString(aside.changeset)) {
        return Error{Fault::damaged, "a change put aside cannot be read; the database is damaged"};
    }
    changeset.set_all_or_none(aside.group);
    return all(changeset, aside.place, course);
}

Result<std::vector<wire::ChangeVerdict>> Deciding::all(const wire::Changeset& changeset,
                                                       std::uint32_t firstPlace, Course& course) {
    const bool together = changeset.all_or_none();
    if (together) {
        XIANGJI_TRY(transaction_.savepoint());
    }
    std::vector<Weighed> weighed;
    weighed.reserve(static_cast<std::size_t>(changeset.changes_size()));
    for (const auto& change : changeset.changes()) {
        const auto place = firstPlace + static_cast<std::uint32_t>(weighed.size());
        XIANGJI_LET(next, one(change, place, course));
        if (next.verdict.verdict() == wire::VERDICT_HELD) {
            course.waitingRows.insert(nameOf(change));
        }
        weighed.push_back(std::move(next));
    }
    const bool allTaken =
        std::ranges::all_of(weighed, [](const Weighed& one) { return isTaken(one.verdict); });
    if (together && allTaken) {
        XIANGJI_TRY(transaction_.release());
    } else if (together) {
        XIANGJI_TRY(transaction_.rollback());
        course.settled.clear();
        bindTogether(weighed);
    }
    XIANGJI_TRY(keepAside(changeset, weighed, firstPlace, course));
    XIANGJI_TRY(turnAway(changeset, weighed, course));
    std::vector<wire::ChangeVerdict> verdicts;
    verdicts.reserve(weighed.size());
    for (auto& [verdict, awaits, emptied] : weighed) {
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

Result<Deciding::Weighed> Deciding::one(const wire::Change& change, std::uint32_t place,
                                        Course& course) {
    auto decoded = decodeChange(change, catalogue_);
    if (const auto* ruling = std::get_if<Ruling>(&decoded)) {
        return Weighed{verdictOf(course.newer ? heldForUpdate(*ruling, course) : *ruling), {}};
    }
    auto& asked = std::get<AskedChange>(decoded);
    if (place < course.asTheyCame.size()) {
        asked.asItCame = course.asTheyCame[place];
    }
    // A device's writes of one row keep their order, or an earlier one would undo a later one.
    if (waitsBehind(asked, course)) {
        return behind(asked);
    }
    XIANGJI_LET(row, transaction_.central().row(*asked.type, asked.row));
    XIANGJI_LET(heeded,
                heedErasures(transaction_, catalogue_, asked, row ? &*row : nullptr, course));
    if (heeded.refusal) {
        return Weighed{verdictOf(*heeded.refusal), {}};
    }
    XIANGJI_LET(weighed, weigh(change, asked, std::move(row), place, course));
    weighed.emptied = heeded.emptied;
    if (weighed.emptied && isTaken(weighed.verdict)) {
        weighed.verdict.set_reason(emptiedRuling().reason);
        weighed.verdict.set_words(emptiedRuling().words);
    }
    return Weighed(std::move(weighed));
}

bool Deciding::waitsBehind(const AskedChange& asked, const Course& course) {
    return course.waitingRows.contains({asked.type->number, asked.row});
}

Deciding::Weighed Deciding::behind(const AskedChange& asked) {
    return {verdictOf(Ruling::held("behind",
                                   "an earlier change of this row waits at the centre; this one is "
                                   "kept safe behind it")),
            {asked.type->number, asked.row}};
}

Result<Deciding::Weighed> Deciding::weigh(const wire::Change& change, AskedChange& asked,
                                          std::optional<RowState> row, std::uint32_t place,
                                          Course& course) {
    Taking taking(transaction_, catalogue_, epoch_, seals_);
    if (course.sender.adopts) {
        XIANGJI_LET(verdict, taking.take(change, asked, {}, std::move(row), {}, course));
        return Weighed{std::move(verdict), {}};
    }
    Questions questions(transaction_, catalogue_);
    XIANGJI_LET(answer, questions.ask(asked, row && isMade(*row) ? &*row : nullptr, course));
    if (answer.ruling.verdict == wire::VERDICT_HELD && waitsTooMuch(course)) {
        return Weighed{verdictOf(tooMuchWaits()), {}};
    }
    if (!answer.ruling.taken() || answer.ruling.without) {
        return Weighed{verdictOf(answer.ruling), answer.awaits};
    }
    if (answer.ruling.proposed) {
        asked.proposal = changeId(course.sender.device, course.seq, place);
    }
    XIANGJI_LET(verdict, taking.take(change, asked, answer.ruling, std::move(row),
                                     std::move(answer.proposal), course));
    return Weighed{std::move(verdict), {}};
}

Outcome Deciding::keepAside(const wire::Changeset& changeset, const std::vector<Weighed>& weighed,
                            std::uint32_t firstPlace, Course& course) {
    const auto waits = [](const Weighed& one) {
        return one.verdict.verdict() == wire::VERDICT_HELD ||
               one.verdict.verdict() == wire::VERDICT_QUARANTINED;
    };
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        if (!waits(weighed[i])) {
            continue;
        }
        const auto offset = changeset.all_or_none() ? 0 : static_cast<int>(i);
        auto aside = asideOf(course, firstPlace + static_cast<std::uint32_t>(offset),
                             changeset.changes(static_cast<int>(i)), weighed[i].verdict);
        // Of a group the change that really hangs on something stands for all.
        if (changeset.all_or_none() && aside.reason == "group") {
            continue;
        }
        std::tie(aside.awaitsType, aside.awaitsRow) = weighed[i].awaits;
        aside.group = changeset.all_or_none();
        wire::Changeset kept;
        const auto at = static_cast<int>(i);
        for (int of = aside.group ? 0 : at; of < (aside.group ? changeset.changes_size() : at + 1);
             ++of) {
            const auto& change = changeset.changes(of);
            *kept.add_changes() =
                weighed[static_cast<std::size_t>(of)].emptied
                    ? redacted(change, catalogue_.find(TypeNumber{change.type()}), Depth::words)
                    : change;
        }
        aside.changeset = kept.SerializeAsString();
        XIANGJI_TRY(transaction_.putAside(aside));
        if (aside.group) {
            break;
        }
    }
    return {};
}

Outcome Deciding::turnAway(const wire::Changeset& changeset, const std::vector<Weighed>& weighed,
                           Course& course) {
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        const auto& change = changeset.changes(static_cast<int>(i));
        const auto verdict = weighed[i].verdict.verdict();
        if (change.verb() != wire::VERB_INSERT ||
            (verdict != wire::VERDICT_REFUSED && verdict != wire::VERDICT_QUARANTINED)) {
            continue;
        }
        const auto [type, row] = nameOf(change);
        XIANGJI_TRY(transaction_.central().turnAway(course.sender.device, type, row));
        course.settled.emplace_back(type, row);
    }
    return {};
}

Result<std::set<RowName>> Deciding::waitingRowsOf(const Id& device) {
    std::set<RowName> rows;
    XIANGJI_LET(any, transaction_.anyHeld());
    if (any) {
        XIANGJI_LET(held, transaction_.central().held({.device = device}));
        for (const auto& one : held) {
            wire::Changeset changeset;
            if (!changeset.ParseFromString(one.changeset)) {
                return Error{Fault::damaged,
                             "a change put aside cannot be read; the database is damaged"};
            }
            for (const auto& change : changeset.changes()) {
                rows.insert(nameOf(change));
            }
        }
    }
    return rows;
}

}  // namespace xiangji::syncd
