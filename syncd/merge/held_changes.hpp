#pragma once

#include <deque>
#include <vector>

#include "syncd/merge/deciding.hpp"
#include "syncd/merge/receipt_writer.hpp"

namespace xiangji::syncd {

inline constexpr Instant kLongestHeldMs = Instant{30} * 24 * 3600 * 1000;  ///< DESIGN §5

/// Changes that wait at the centre for a row that is not there yet. Each gets its verdict when the
/// row comes, in the order in which they came, and the stored receipt of its envelope then says so:
/// the phone asks after it.
class HeldChanges {
 public:
    HeldChanges(Transaction& transaction, const Catalogue& catalogue,
                const CentralIdentity& identity, const ReceiptWriter& receipts)
        : transaction_(transaction),
          catalogue_(catalogue),
          identity_(identity),
          receipts_(receipts) {}

    /// Decides what hangs on rows that are here now, or never will be, and what follows from that.
    [[nodiscard]] Outcome goOn(const std::vector<RowName>& settled);
    /// What has waited for 30 days is quarantined.
    [[nodiscard]] Outcome expire();
    /// Decides what waited because an app newer than this centre had written it: the centre may
    /// have been updated since.
    [[nodiscard]] Outcome decideNewer();
    /// Decides a change put aside again, because the office asked. What becomes of it now.
    [[nodiscard]] Result<std::vector<wire::ChangeVerdict>> retry(const AsideRow& aside);

 private:
    [[nodiscard]] Result<std::vector<wire::ChangeVerdict>> decide(const AsideRow& aside);
    [[nodiscard]] Result<std::set<RowName>> waitingBefore(const AsideRow& aside);
    /// What was put aside before one of its fields was sealed, or was known to be, is sealed now.
    [[nodiscard]] AsideRow laid(AsideRow aside) const;
    [[nodiscard]] Outcome tell(const AsideRow& aside,
                               const std::vector<wire::ChangeVerdict>& verdicts);
    [[nodiscard]] Outcome followUp();
    /// Decides what a phone in service had sent; of one that is not it is put aside.
    [[nodiscard]] Outcome settle(const AsideRow& aside);
    [[nodiscard]] Outcome putOut(AsideRow aside, const Ruling& ruling);
    [[nodiscard]] Result<bool> isBeyondUs(const AsideRow& aside);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const ReceiptWriter& receipts_;
    std::deque<RowName> queue_;
};

}  // namespace xiangji::syncd
