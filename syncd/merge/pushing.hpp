#pragma once

#include <optional>
#include <vector>

#include "syncd/merge/deciding.hpp"
#include "syncd/merge/opened_envelope.hpp"
#include "syncd/merge/receipt_writer.hpp"
#include "syncd/merge/restoring/proven_gap.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// What an envelope is answered with: a receipt, or a refusal to go on.
struct PushAnswer {
    wire::Receipt receipt;
    std::optional<wire::Refusal> refusal;
};

/// By which way an envelope came. Over the link a phone can be told what is missing; who carries a
/// bundle cannot, so what comes after a gap waits at the centre until the gap is filled.
enum class Way { link, bundle };

/// Takes envelopes of one device in their order: exactly once by (device, seq, hash), no gaps,
/// chained; then held, put aside or decided. Everything it answers is stored in the same
/// transaction.
class Pushing {
 public:
    Pushing(Transaction& transaction, const Catalogue& catalogue, const CentralIdentity& identity,
            const ReceiptWriter& receipts)
        : transaction_(transaction),
          catalogue_(catalogue),
          identity_(identity),
          receipts_(receipts),
          seals_(receipts.key(), catalogue) {}

    /// Receipts in order; it ends before the first envelope it cannot take, or with a refusal if
    /// that is the first one. `readTo`: how far the device has read, if that is not written yet.
    [[nodiscard]] Result<wire::Reply> push(const Id& device,
                                           const std::vector<OpenedEnvelope>& envelopes,
                                           const std::vector<ProvenGap>& gaps = {}, Lsn readTo = 0);

    /// What came in a bundle, whoever carried it. Receipts of all of it and of `wanted`, as they
    /// stand at the end; a bad envelope is put aside and keeps none back.
    [[nodiscard]] Result<std::vector<wire::Receipt>> post(
        const Id& device, const std::vector<OpenedEnvelope>& envelopes,
        const std::vector<std::uint64_t>& wanted);

    /// Envelopes of a device that waited for its confirmation, decided now, or put aside where it
    /// was revoked.
    [[nodiscard]] Outcome settleHeld(DeviceRow& device);

    /// An envelope that has its turn: stored with its receipt, and the device's chain moves on;
    /// then what waited for its rows is decided.
    [[nodiscard]] Result<wire::Receipt> settle(const OpenedEnvelope& opened,
                                               const Decision& decision, EnvelopeState state,
                                               DeviceRow& device);

 private:
    /// A gap that begins where the device's chain ends: the chain goes on behind it.
    [[nodiscard]] Outcome closeGap(const std::vector<ProvenGap>& gaps, DeviceRow& device);
    [[nodiscard]] Result<PushAnswer> one(const OpenedEnvelope& opened, DeviceRow& device, Way way);
    /// Stored, with its number still to come.
    [[nodiscard]] Result<PushAnswer> behindGap(const OpenedEnvelope& opened,
                                               const DeviceRow& device);
    /// What waited for the gap that has just been filled.
    [[nodiscard]] Outcome takeWaiting(DeviceRow& device);
    [[nodiscard]] Result<PushAnswer> inTurn(const OpenedEnvelope& opened, DeviceRow& device);
    [[nodiscard]] Result<PushAnswer> aside(const OpenedEnvelope& opened, const Ruling& ruling);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const ReceiptWriter& receipts_;
    const SealedCells seals_;
};

}  // namespace xiangji::syncd
