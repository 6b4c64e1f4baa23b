#include "syncd/merge/desk/retrying.hpp"

#include "syncd/merge/opened_envelope.hpp"

namespace xiangji::syncd {

Result<std::vector<wire::ChangeVerdict>> Retrying::retry(const AsideView& view) {
    if (view.kind == "envelope") {
        return whole(view);
    }
    XIANGJI_LET(aside, transaction_.central().aside(view.id));
    if (!aside) {
        return Error{Fault::notFound, "it got its verdict meanwhile"};
    }
    return HeldChanges(transaction_, catalogue_, identity_, receipts_).retry(*aside);
}

Result<std::vector<wire::ChangeVerdict>> Retrying::whole(const AsideView& view) {
    if (view.beside) {
        return Error{Fault::refused,
                     "another envelope has its number, so it can never be merged as it is; export "
                     "it and write by hand what it says"};
    }
    XIANGJI_LET(device, transaction_.central().device(view.device));
    XIANGJI_LET(stored, transaction_.central().envelope(view.device, view.seq));
    if (!device || !stored || stored->state == EnvelopeState::decided) {
        return Error{Fault::notFound, "it got its verdict meanwhile"};
    }
    if (stored->state == EnvelopeState::held) {
        return Error{Fault::refused, "its phone waits to be confirmed: syncd device confirm " +
                                         device->device.text()};
    }
    wire::Envelope envelope;
    if (!envelope.ParseFromString(stored->envelope)) {
        return Error{Fault::damaged, "what was put aside cannot be read; the database is damaged"};
    }
    const SealedCells seals(receipts_.key(), catalogue_);
    const auto opened = openEnvelope(std::move(envelope), &seals);
    if (!opened.decodable || opened.hash != stored->hash) {
        return Error{Fault::refused,
                     "this syncd still cannot read it; update it, or export it and look inside"};
    }
    Deciding deciding(transaction_, catalogue_, identity_.epoch, seals);
    XIANGJI_LET(decision, deciding.decide(opened.body, *opened.changeset, senderOf(*device),
                                          stored->receivedMs));
    stored->state = EnvelopeState::decided;
    stored->receipt = receipts_
                          .receipt(stored->device, stored->seq, stored->hash, decision,
                                   stored->receivedMs, transaction_.head())
                          .SerializeAsString();
    XIANGJI_TRY(transaction_.central().putEnvelope(*stored));
    XIANGJI_TRY(HeldChanges(transaction_, catalogue_, identity_, receipts_).goOn(decision.settled));
    return std::move(decision.verdicts);
}

}  // namespace xiangji::syncd
