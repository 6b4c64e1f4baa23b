#include "syncd/merge/pushing.hpp"

#include <algorithm>

#include "syncd/merge/erasing/erased_envelopes.hpp"
#include "syncd/merge/held_changes.hpp"
#include "syncd/merge/refusals.hpp"

namespace xiangji::syncd {

namespace {

/// A reply fits a frame with room to spare; what is left over is pushed again.
constexpr std::size_t kMostReplyBytes = 512 * 1024;

// Of a phone that nobody has confirmed: a season's work of one person, 64 MiB at most.
constexpr std::uint64_t kMostUnconfirmed = 1'000;
constexpr std::size_t kMostUnconfirmedBytes = 64 * 1024;
constexpr std::uint32_t kConfirmedSoonSeconds = 3'600;

wire::Refusal refusalOf(wire::Refusal::Code code, std::string words) {
    return refusing(code, std::move(words)).refusal();
}

wire::Refusal missing(std::uint64_t from, std::uint64_t to) {
    auto refusal = refusalOf(wire::Refusal::CODE_MISSING,
                             "the centre misses envelopes " + std::to_string(from) + " to " +
                                 std::to_string(to) + " of this phone; send them first");
    refusal.set_missing_from(from);
    refusal.set_missing_to(to);
    return refusal;
}

/// Whoever has read an invitation for several may join; what he sends fills no disk.
std::optional<wire::Refusal> tooMuchUnconfirmed(const OpenedEnvelope& opened,
                                                const DeviceRow& device) {
    if (device.state != DeviceState::pending ||
        (opened.body.seq() <= kMostUnconfirmed &&
         opened.envelope.body().size() <= kMostUnconfirmedBytes)) {
        return std::nullopt;
    }
    auto refusal = refusalOf(wire::Refusal::CODE_COME_BACK,
                             "the township's office has not confirmed this phone yet, and the "
                             "centre keeps no more of it until then; it stays safe on the phone; "
                             "ask the office to confirm it");
    refusal.set_retry_seconds(kConfirmedSoonSeconds);
    return refusal;
}

}  // namespace

Result<wire::Reply> Pushing::push(const Id& id, const std::vector<OpenedEnvelope>& envelopes,
                                  const std::vector<ProvenGap>& gaps, Lsn readTo) {
    XIANGJI_LET(device, transaction_.central().device(id));
    if (device) {
        device->cursor = std::max(device->cursor, readTo);
    }
    if (!device) {
        return refusing(wire::Refusal::CODE_UNKNOWN_DEVICE,
                        "the centre does not know this phone; join with an invitation");
    }
    wire::Reply reply;
    auto& receipts = *reply.mutable_receipts();
    std::size_t bytes = 0;
    XIANGJI_TRY(closeGap(gaps, *device));
    for (const auto& opened : envelopes) {
        XIANGJI_LET(answer, one(opened, *device, Way::link));
        if (answer.refusal) {
            if (receipts.receipts().empty()) {
                *reply.mutable_refusal() = *std::move(answer.refusal);
            }
            break;
        }
        bytes += answer.receipt.ByteSizeLong();
        *receipts.add_receipts() = std::move(answer.receipt);
        if (bytes > kMostReplyBytes) {
            break;
        }
    }
    XIANGJI_TRY(takeWaiting(*device));
    return reply;
}

Outcome Pushing::closeGap(const std::vector<ProvenGap>& gaps, DeviceRow& device) {
    for (const auto& gap : gaps) {
        if (gap.from != device.lastSeq + 1) {
            continue;
        }
        XIANGJI_TRY(transaction_.central().quarantine(device.device, gap.from, gap.bytes, "gap",
                                                      transaction_.nowMs()));
        device.lastSeq = gap.to;
        device.lastHash = gap.hash;
        XIANGJI_TRY(transaction_.central().putDevice(device));
        if (device.state == DeviceState::active) {
            // What came in a bundle of the numbers that are bridged now.
            XIANGJI_TRY(settleHeld(device));
        }
    }
    return {};
}

Result<PushAnswer> Pushing::one(const OpenedEnvelope& opened, DeviceRow& device, Way way) {
    if (!opened.readable || opened.device != device.device) {
        XIANGJI_TRY(transaction_.central().quarantine(device.device, 0,
                                                      opened.envelope.SerializeAsString(),
                                                      "malformed", transaction_.nowMs()));
        return PushAnswer{{},
                          refusalOf(wire::Refusal::CODE_MALFORMED,
                                    "an envelope does not say whose it is, or is another phone's; "
                                    "it is kept aside at the centre")};
    }
    if (Id::fromBytes(opened.body.server()) != identity_.server) {
        return PushAnswer{
            {},
            refusalOf(wire::Refusal::CODE_OTHER_SERVER,
                      "this was written for another centre; nothing of it was taken")};
    }
    if (const auto epoch = Id::fromBytes(opened.body.epoch()); epoch != identity_.epoch) {
        XIANGJI_LET(lineage, transaction_.lineage());
        if (!lineage.shared(epoch.value_or(Id{}), identity_.epoch)) {
            return PushAnswer{
                {},
                refusalOf(wire::Refusal::CODE_OTHER_SERVER,
                          "this was written in a life of the centre that the centre, restored from "
                          "a backup, knows nothing of; nothing of it was taken, it stays safe on "
                          "this phone; tell the township's office")};
        }
    }
    if (!opened.signedByDevice) {
        return aside(
            opened,
            Ruling::quarantined(
                "signature", "its signature is not this phone's; it is kept aside at the centre"));
    }
    XIANGJI_LET(stored, transaction_.central().envelope(device.device, opened.body.seq()));
    if (stored) {
        if (stored->hash != opened.hash) {
            return aside(
                opened,
                Ruling::quarantined(
                    "forked",
                    "another envelope already has this number: this phone is a copy or was "
                    "restored; it is kept aside at the centre; join again with a new invitation"));
        }
        if (stored->state == EnvelopeState::held && opened.body.seq() == device.lastSeq + 1) {
            // It came in a bundle before those in front of it.
            auto waited = opened;
            waited.receivedMs = stored->receivedMs;
            return inTurn(waited, device);
        }
        PushAnswer answer;
        XIANGJI_LET(receipt, receipts_.stored(stored->receipt));
        answer.receipt = std::move(receipt);
        return answer;
    }
    if (auto refusal = tooMuchUnconfirmed(opened, device)) {
        return PushAnswer{{}, *std::move(refusal)};
    }
    if (opened.body.seq() != device.lastSeq + 1) {
        if (opened.body.seq() <= device.lastSeq) {
            return aside(opened,
                         Ruling::quarantined(
                             "forked", "the centre took this number before; it is kept aside"));
        }
        return way == Way::bundle
                   ? behindGap(opened, device)
                   : PushAnswer{{}, missing(device.lastSeq + 1, opened.body.seq() - 1)};
    }
    return inTurn(opened, device);
}

Result<PushAnswer> Pushing::inTurn(const OpenedEnvelope& opened, DeviceRow& device) {
    Decision decision;
    auto state = EnvelopeState::quarantined;
    const Instant received = opened.receivedMs.value_or(transaction_.nowMs());
    if (opened.body.previous() != device.lastHash) {
        decision = judgedWhole(Ruling::quarantined(
            "chain", "it does not follow the envelope before it; it is kept aside at the centre"));
    } else if (!opened.decodable) {
        decision = judgedWhole(Ruling::quarantined(
            "malformed", "it cannot be read; it is kept aside at the centre; update the app"));
    } else if (opened.first) {
        // It had its verdict when this phone was what it then was.
        Deciding deciding(transaction_, catalogue_, identity_.epoch, seals_);
        XIANGJI_LET(decided, deciding.again(opened.body, *opened.changeset, senderOf(device),
                                            *opened.first));
        decision = std::move(decided);
        state = EnvelopeState::decided;
    } else if (device.state == DeviceState::revoked) {
        decision = judgedWhole(Ruling::quarantined(
            "revoked",
            "this phone was taken out of service; what it sends is kept aside at the centre"));
    } else if (device.state == DeviceState::pending) {
        decision = judgedEach(Ruling::held("unconfirmed",
                                           "the township's office has not confirmed this phone "
                                           "yet; it is kept safe until then"),
                              opened.changeset->changes_size());
        state = EnvelopeState::held;
    } else {
        Deciding deciding(transaction_, catalogue_, identity_.epoch, seals_);
        Sender sender = senderOf(device);
        // What waited at the centre was sent before the phone read on.
        sender.readTo = opened.receivedMs ? 0 : device.cursor;
        XIANGJI_LET(decided, deciding.decide(opened.body, *opened.changeset, sender, received));
        decision = std::move(decided);
        state = EnvelopeState::decided;
    }
    if (state != EnvelopeState::decided) {
        stampDecision(decision, opened.body.hlc(), received);
    }
    XIANGJI_LET(receipt, settle(opened, decision, state, device));
    return PushAnswer{std::move(receipt), std::nullopt};
}

Result<wire::Receipt> Pushing::settle(const OpenedEnvelope& opened, const Decision& decision,
                                      EnvelopeState state, DeviceRow& device) {
    EnvelopeRow row;
    row.device = device.device;
    row.seq = opened.body.seq();
    row.hash = opened.hash;
    row.state = state;
    row.receivedMs = decision.receivedMs.value_or(opened.receivedMs.value_or(transaction_.nowMs()));
    auto receipt = receipts_.receipt(row.device, row.seq, row.hash, decision, row.receivedMs,
                                     transaction_.head());
    row.receipt = receipt.SerializeAsString();
    if (!decision.whole) {
        XIANGJI_LET(kept, withoutErased(transaction_, catalogue_, opened.envelope));
        row.envelope = std::move(kept);
    }
    XIANGJI_TRY(transaction_.central().putEnvelope(row));
    device.lastSeq = row.seq;
    device.lastHash = row.hash;
    device.lastContactMs = std::max(device.lastContactMs, transaction_.nowMs());
    XIANGJI_TRY(transaction_.central().putDevice(device));
    XIANGJI_LET(anyHeld, transaction_.anyHeld());
    if (decision.settled.empty() || !anyHeld) {
        return receipt;
    }
    XIANGJI_TRY(HeldChanges(transaction_, catalogue_, identity_, receipts_).goOn(decision.settled));
    // What waited may have been a change of this very envelope.
    XIANGJI_LET(stored, transaction_.central().envelope(row.device, row.seq));
    if (!stored || !receipt.ParseFromString(stored->receipt)) {
        return Error{Fault::damaged, "a stored receipt cannot be read; the database is damaged"};
    }
    return receipt;
}

Result<PushAnswer> Pushing::aside(const OpenedEnvelope& opened, const Ruling& ruling) {
    const auto now = transaction_.nowMs();
    XIANGJI_LET(kept, withoutErased(transaction_, catalogue_, opened.envelope));
    XIANGJI_TRY(transaction_.central().quarantine(opened.device, opened.body.seq(), kept,
                                                  ruling.reason, now));
    Decision decision = judgedWhole(ruling);
    stampDecision(decision, opened.body.hlc(), now);
    return PushAnswer{receipts_.receipt(opened.device, opened.body.seq(), opened.hash, decision,
                                        now, transaction_.head()),
                      std::nullopt};
}

Outcome Pushing::settleHeld(DeviceRow& device) {
    XIANGJI_LET(held, transaction_.central().heldEnvelopes(device.device));
    std::vector<RowName> settled;
    for (auto& row : held) {
        if (row.seq > device.lastSeq && device.state != DeviceState::revoked) {
            continue;  // Behind a gap it waits for something else.
        }
        wire::Envelope envelope;
        if (!envelope.ParseFromString(row.envelope)) {
            return Error{Fault::damaged, "a held envelope cannot be read; the database is damaged"};
        }
        const auto opened = openEnvelope(std::move(envelope), &seals_);
        Decision decision;
        if (device.state == DeviceState::revoked) {
            decision = judgedWhole(Ruling::quarantined(
                "revoked",
                "this phone was taken out of service; what it sent is kept aside at the centre"));
            stampDecision(decision, opened.body.hlc(), row.receivedMs);
            row.state = EnvelopeState::quarantined;
        } else {
            Deciding deciding(transaction_, catalogue_, identity_.epoch, seals_);
            XIANGJI_LET(decided, deciding.decide(opened.body, *opened.changeset, senderOf(device),
                                                 row.receivedMs));
            decision = std::move(decided);
            row.state = EnvelopeState::decided;
            settled.insert(settled.end(), decision.settled.begin(), decision.settled.end());
        }
        row.receipt = receipts_
                          .receipt(row.device, row.seq, row.hash, decision, row.receivedMs,
                                   transaction_.head())
                          .SerializeAsString();
        if (decision.whole) {
            row.envelope.clear();
        }
        XIANGJI_TRY(transaction_.central().putEnvelope(row));
    }
    return HeldChanges(transaction_, catalogue_, identity_, receipts_).goOn(settled);
}

}  // namespace xiangji::syncd
