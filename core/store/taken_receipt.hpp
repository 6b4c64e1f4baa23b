#pragma once

#include <optional>
#include <vector>

#include "core/store/phone_database.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// What a receipt does to a phone: its envelope leaves the outbox once none of its changes is held,
/// overlays learn where in the log their edit stands, verdicts are kept for the person. A later
/// receipt of the same envelope replaces the verdicts that were held or quarantined. Runs in the
/// caller's transaction; throws SqlFault.
class TakenReceipt {
 public:
    TakenReceipt(PhoneDatabase& database, const wire::Receipt& receipt,
                 const wire::ReceiptBody& body, Instant nowMs)
        : database_(database), receipt_(receipt), body_(body), nowMs_(nowMs) {}

    /// The verdict of each change; empty where the receipt says nothing new of an own envelope. One
    /// that was receipted in another life of the centre gets its new places in the log; that is
    /// news only where a verdict is another than before.
    [[nodiscard]] std::vector<Verdict> take();

 private:
    struct Own {
        wire::EnvelopeBody body;
        wire::Changeset changeset;
        bool sent = false;          ///< it had its receipt; this one says something else of it
        bool otherLife = false;     ///< that one was of another life of the centre …
        bool sameVerdicts = false;  ///< … and its changes took effect then as they do now
    };
    [[nodiscard]] std::optional<Own> own();
    [[nodiscard]] bool anyHeld() const;
    [[nodiscard]] bool isNews(const std::vector<Verdict>& verdicts);
    /// What had taken effect in another life of the centre and waits in this one is an own edit
    /// under way once more, and shows.
    void showAgain(const wire::Change& change);
    void waitOn();  ///< held: it stays in the outbox, or comes back to it
    void keepVerdicts(const std::vector<Verdict>& verdicts, Instant madeMs);
    void moveToSent();
    void place(const wire::Changeset& changeset, int which, const wire::ChangeVerdict& verdict);
    void placeBeside(const wire::Change& change, const wire::ChangeVerdict& verdict);

    PhoneDatabase& database_;
    const wire::Receipt& receipt_;
    const wire::ReceiptBody& body_;
    Instant nowMs_;
};

}  // namespace xiangji
