#pragma once

#include "syncd/merge/desk/aside_view.hpp"
#include "syncd/merge/held_changes.hpp"

namespace xiangji::syncd {

/// Decides something that was put aside once more, because the township asked: the centre was
/// updated, a role was given, or what a revoked phone sent is to be taken after all.
class Retrying {
 public:
    Retrying(Transaction& transaction, const Catalogue& catalogue, const CentralIdentity& identity,
             const ReceiptWriter& receipts)
        : transaction_(transaction),
          catalogue_(catalogue),
          identity_(identity),
          receipts_(receipts) {}

    /// The verdicts now; of a change that must stay aside the same as before. Faults: refused, with
    /// what to do instead, where it can never be decided.
    [[nodiscard]] Result<std::vector<wire::ChangeVerdict>> retry(const AsideView& view);

 private:
    [[nodiscard]] Result<std::vector<wire::ChangeVerdict>> whole(const AsideView& view);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const ReceiptWriter& receipts_;
};

}  // namespace xiangji::syncd
