// What comes in bundles: the part of Pushing that a live phone does not need.
#include <algorithm>
#include <set>

#include "syncd/merge/pushing.hpp"

namespace xiangji::syncd {

namespace {

/// A phone may name what it likes.
constexpr std::size_t kMostWanted = 500;

}  // namespace

Result<std::vector<wire::Receipt>> Pushing::post(const Id& id,
                                                 const std::vector<OpenedEnvelope>& envelopes,
                                                 const std::vector<std::uint64_t>& wanted) {
    XIANGJI_LET(device, transaction_.central().device(id));
    if (!device) {
        return Error{Fault::notFound, "the centre does not know the phone that wrote this"};
    }
    std::vector<wire::Receipt> receipts;
    std::set<std::uint64_t> named(
        wanted.begin(),
        wanted.begin() + static_cast<std::ptrdiff_t>(std::min(wanted.size(), kMostWanted)));
    for (const auto& opened : envelopes) {
        XIANGJI_LET(answer, one(opened, *device, Way::bundle));
        if (answer.refusal) {
            // Nobody is there to be told: what a live phone would be refused is kept aside. What is
            // malformed is so already, and of what is too much its author has it still.
            if (answer.refusal->code() == wire::Refusal::CODE_OTHER_SERVER) {
                XIANGJI_TRY(transaction_.central().quarantine(
                    id, opened.body.seq(), opened.envelope.SerializeAsString(), "other_server",
                    transaction_.nowMs()));
            }
            continue;
        }
        XIANGJI_LET(stored, transaction_.central().envelope(id, opened.body.seq()));
        if (stored && stored->hash == opened.hash) {
            named.insert(opened.body.seq());
        } else {
            receipts.push_back(
                std::move(answer.receipt));  // put aside beside another of its number
        }
        XIANGJI_TRY(takeWaiting(*device));
    }
    for (const auto seq : named) {
        XIANGJI_LET(stored, transaction_.central().envelope(id, seq));
        if (stored) {
            XIANGJI_LET(receipt, receipts_.stored(stored->receipt));
            receipts.push_back(std::move(receipt));
        }
    }
    return receipts;
}

Result<PushAnswer> Pushing::behindGap(const OpenedEnvelope& opened, const DeviceRow& device) {
    const bool revoked = device.state == DeviceState::revoked;
    const auto ruling =
        revoked ? Ruling::quarantined("revoked",
                                      "this phone was taken out of service; what it sends is kept "
                                      "aside at the centre")
                : Ruling::held("gap",
                               "the centre has it and waits for what this phone saved "
                               "before; sync, or hand over a new bundle");
    Decision decision = revoked || !opened.decodable
                            ? judgedWhole(ruling)
                            : judgedEach(ruling, opened.changeset->changes_size());
    stampDecision(decision, opened.body.hlc(), transaction_.nowMs());
    EnvelopeRow row;
    row.device = device.device;
    row.seq = opened.body.seq();
    row.hash = opened.hash;
    row.state = revoked ? EnvelopeState::quarantined : EnvelopeState::held;
    row.envelope = opened.envelope.SerializeAsString();
    row.receivedMs = transaction_.nowMs();
    PushAnswer answer;
    answer.receipt = receipts_.receipt(row.device, row.seq, row.hash, decision, row.receivedMs,
                                       transaction_.head());
    row.receipt = answer.receipt.SerializeAsString();
    XIANGJI_TRY(transaction_.central().putEnvelope(row));
    return answer;
}

Outcome Pushing::takeWaiting(DeviceRow& device) {
    for (;;) {
        XIANGJI_LET(waiting, transaction_.central().envelope(device.device, device.lastSeq + 1));
        if (!waiting) {
            return {};
        }
        if (waiting->state != EnvelopeState::held) {
            // Judged while it waited: it only takes its number now.
            device.lastSeq = waiting->seq;
            device.lastHash = waiting->hash;
            XIANGJI_TRY(transaction_.central().putDevice(device));
            continue;
        }
        const SealedCells seals(receipts_.key(), catalogue_);
        wire::Envelope envelope;
        if (!envelope.ParseFromString(waiting->envelope)) {
            return Error{Fault::damaged, "a held envelope cannot be read; the database is damaged"};
        }
        auto opened = openEnvelope(std::move(envelope), &seals);
        opened.receivedMs = waiting->receivedMs;
        XIANGJI_LET(answer, inTurn(opened, device));
    }
}

}  // namespace xiangji::syncd
