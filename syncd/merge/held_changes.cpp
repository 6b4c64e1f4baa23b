#include "syncd/merge/held_changes.hpp"

#include <algorithm>
#include <tuple>

#include "syncd/merge/sealed_cells.hpp"

namespace xiangji::syncd {

namespace {

Error damaged() {
    return {Fault::damaged, "what was put aside cannot be read; the database is damaged"};
}

Result<std::vector<RowName>> rowsOf(const AsideRow& aside) {
    wire::Changeset changeset;
    if (!changeset.ParseFromString(aside.changeset)) {
        return damaged();
    }
    std::vector<RowName> rows;
    for (const auto& change : changeset.changes()) {
        rows.push_back(nameOf(change));
    }
    return rows;
}

bool waits(const wire::ChangeVerdict& verdict) {
    return verdict.verdict() == wire::VERDICT_HELD;
}

}  // namespace

Outcome HeldChanges::goOn(const std::vector<RowName>& settled) {
    XIANGJI_LET(any, transaction_.anyHeld());
    if (!any) {
        return {};
    }
    queue_.insert(queue_.end(), settled.begin(), settled.end());
    return followUp();
}

Outcome HeldChanges::followUp() {
    while (!queue_.empty()) {
        const RowName name = queue_.front();
        queue_.pop_front();
        XIANGJI_LET(hanging, transaction_.central().held({.awaits = name}));
        for (const auto& aside : hanging) {
            XIANGJI_TRY(settle(aside));
        }
    }
    return {};
}

Outcome HeldChanges::settle(const AsideRow& aside) {
    XIANGJI_LET(device, transaction_.central().device(aside.device));
    if (device && device->state == DeviceState::revoked) {
        return putOut(aside, Ruling::quarantined(
                                 "revoked", "its phone was taken out of service while it waited (" +
                                                aside.words + "); it is kept aside there"));
    }
    const auto decided = decide(aside);
    return decided ? Outcome() : Outcome(decided.error());
}

Outcome HeldChanges::putOut(AsideRow aside, const Ruling& ruling) {
    XIANGJI_LET(rows, rowsOf(aside));
    const auto verdict = verdictOf(ruling);
    XIANGJI_TRY(tell(aside, std::vector(rows.size(), verdict)));
    aside.state = AsideRow::State::quarantined;
    aside.words = verdict.words();
    queue_.insert(queue_.end(), rows.begin(), rows.end());
    return transaction_.putAside(aside);
}

Result<std::vector<wire::ChangeVerdict>> HeldChanges::retry(const AsideRow& aside) {
    XIANGJI_LET(verdicts, decide(aside));
    XIANGJI_TRY(followUp());
    return verdicts;
}

Result<std::vector<wire::ChangeVerdict>> HeldChanges::decide(const AsideRow& aside) {
    XIANGJI_LET(device, transaction_.central().device(aside.device));
    if (!device) {
        return Error{Fault::damaged, "a change put aside names a device that is not there"};
    }
    Course course{.sender = senderOf(*device),
                  .seq = aside.seq,
                  .receivedMs = aside.receivedMs,
                  .effective = aside.effective,
                  .deviceHlc = aside.deviceHlc,
                  .seenLsn = aside.seenLsn};
    XIANGJI_LET(newer, isBeyondUs(aside));
    course.newer = newer;
    XIANGJI_LET(waiting, waitingBefore(aside));
    course.waitingRows = std::move(waiting);
    XIANGJI_TRY(transaction_.central().dropAside(aside.id));
    const SealedCells seals(receipts_.key(), catalogue_);
    Deciding deciding(transaction_, catalogue_, identity_.epoch, seals);
    XIANGJI_LET(verdicts, deciding.decideAside(laid(aside), course));
    XIANGJI_TRY(tell(aside, verdicts));
    queue_.insert(queue_.end(), course.settled.begin(), course.settled.end());
    if (!std::ranges::all_of(verdicts, waits)) {
        // Later changes of the same rows may have waited behind this one.
        XIANGJI_LET(rows, rowsOf(aside));
        queue_.insert(queue_.end(), rows.begin(), rows.end());
    }
    return verdicts;
}

AsideRow HeldChanges::laid(AsideRow aside) const {
    wire::Changeset changeset;
    if (changeset.ParseFromString(aside.changeset)) {
        SealedCells(receipts_.key(), catalogue_).layOlder(changeset);
        aside.changeset = changeset.SerializeAsString();
    }
    return aside;
}

Outcome HeldChanges::decideNewer() {
    XIANGJI_LET(any, transaction_.anyHeld());
    if (!any) {
        return {};
    }
    XIANGJI_LET(held, transaction_.central().held({}));
    for (const auto& aside : held) {
        // One that was decided meanwhile, because another went before it, is gone.
        XIANGJI_LET(still, transaction_.central().aside(aside.id));
        if (aside.reason != kNewer || !still) {
            continue;
        }
        XIANGJI_LET(beyond, isBeyondUs(aside));
        if (!beyond) {
            XIANGJI_TRY(settle(aside));
            XIANGJI_TRY(followUp());
        }
    }
    return {};
}

Result<bool> HeldChanges::isBeyondUs(const AsideRow& aside) {
    if (aside.reason != kNewer) {
        return false;
    }
    XIANGJI_LET(stored, transaction_.central().envelope(aside.device, aside.seq));
    wire::Envelope envelope;
    wire::EnvelopeBody body;
    if (!stored || !envelope.ParseFromString(stored->envelope) ||
        !body.ParseFromString(envelope.body())) {
        return damaged();
    }
    return body.level() > catalogue_.level();
}

Result<std::set<RowName>> HeldChanges::waitingBefore(const AsideRow& aside) {
    XIANGJI_LET(held, transaction_.central().held({.device = aside.device}));
    std::set<RowName> rows;
    for (const auto& other : held) {
        if (std::tie(other.seq, other.place) < std::tie(aside.seq, aside.place)) {
            XIANGJI_LET(names, rowsOf(other));
            rows.insert(names.begin(), names.end());
        }
    }
    return rows;
}

Outcome HeldChanges::tell(const AsideRow& aside, const std::vector<wire::ChangeVerdict>& verdicts) {
    XIANGJI_LET(stored, transaction_.central().envelope(aside.device, aside.seq));
    wire::Receipt receipt;
    wire::ReceiptBody body;
    if (!stored || !receipt.ParseFromString(stored->receipt) ||
        !body.ParseFromString(receipt.body()) ||
        static_cast<std::size_t>(body.changes_size()) < aside.place + verdicts.size()) {
        return damaged();
    }
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        *body.mutable_changes(static_cast<int>(aside.place + i)) = verdicts[i];
    }
    stored->receipt = receipts_.renewed(std::move(body), transaction_.head()).SerializeAsString();
    return transaction_.central().putEnvelope(*stored);
}

Outcome HeldChanges::expire() {
    XIANGJI_LET(any, transaction_.anyHeld());
    if (!any) {
        return {};
    }
    XIANGJI_LET(old,
                transaction_.central().held({.beforeMs = transaction_.nowMs() - kLongestHeldMs}));
    for (const auto& aside : old) {
        XIANGJI_TRY(
            putOut(aside, Ruling::quarantined("waited",
                                              "waited 30 days at the centre for a row that never "
                                              "came (" +
                                                  aside.words + "); it is kept aside there")));
    }
    queue_.clear();
    return {};
}

}  // namespace xiangji::syncd
