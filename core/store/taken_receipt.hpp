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

    /// The verdict of each change; empty where the receipt names no waiting envelope. One that was
    /// receipted in another life of the centre gets its new places in the log; that is news only
    /// where a verdict is another than before.
    [[nodiscard]] std::vector<Verdict> take();

 private:
    [[nodiscard]] bool held() const;
    [[nodiscard]] Bytes waiting();
    /// The body of an envelope with another life's receipt, which gives way.
    [[nodiscard]] Bytes resupplied();
    [[nodiscard]] std::vector<Verdict> settle(const Bytes& body);
    void keepVerdicts(const std::vector<Verdict>& verdicts, Instant madeMs);
    void moveToSent();
    void place(const wire::Change& change, const wire::ChangeVerdict& verdict);

    PhoneDatabase& database_;
    const wire::Receipt& receipt_;
    const wire::ReceiptBody& body_;
    Instant nowMs_;
    bool sameVerdicts_ = false;  ///< as before: no news
};

}  // namespace xiangji
