#pragma once

#include <vector>

#include "core/store/phone_database.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// What a receipt does to a phone: its envelope leaves the outbox, overlays learn where in the log
/// their edit stands, verdicts are kept for the person. Runs in the caller's transaction; throws
/// SqlFault.
class TakenReceipt {
 public:
    TakenReceipt(PhoneDatabase& database, const wire::Receipt& receipt,
                 const wire::ReceiptBody& body, Instant nowMs)
        : database_(database), receipt_(receipt), body_(body), nowMs_(nowMs) {}

    /// The verdict of each change; empty where the receipt names no waiting envelope.
    [[nodiscard]] std::vector<Verdict> take();

 private:
    /// True while any of its changes waits for the centre's decision: then all of it is asked
    /// after.
    [[nodiscard]] bool held() const;
    [[nodiscard]] int heldChanges() const;
    /// Of an envelope that was held before: it still is, just so.
    [[nodiscard]] bool saysNothingNew();
    void keepVerdicts(const std::vector<Verdict>& verdicts, Instant madeMs);
    void moveToSent();
    void place(const wire::Change& change, const wire::ChangeVerdict& verdict);

    PhoneDatabase& database_;
    const wire::Receipt& receipt_;
    const wire::ReceiptBody& body_;
    Instant nowMs_;
};

}  // namespace xiangji
