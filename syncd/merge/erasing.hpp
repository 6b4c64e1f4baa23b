#pragma once

#include "core/base/signing_key.hpp"
#include "syncd/merge/desk.hpp"
#include "syncd/merge/receipt_writer.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Takes a person's values out of everything the centre keeps of one row: the row and its
/// conflicts, its lines in the log (whose hashes stand; a line of VERB_ERASE further on vouches for
/// what is left of each), proposals, what is held or in quarantine, kept envelopes and the words of
/// their receipts, recovery proposals, the name in the invitations of a person's phones. What other
/// rows say in free text it cannot know.
class Erasing {
 public:
    Erasing(Transaction& transaction, const Catalogue& catalogue, const CentralIdentity& identity,
            const SigningKey& key)
        : transaction_(transaction),
          catalogue_(catalogue),
          identity_(identity),
          key_(key),
          receipts_(identity, key) {}

    /// What an order would take away; changes nothing. Faults: notFound, refused (rows of this type
    /// are about nobody), unsupported (this store cannot).
    [[nodiscard]] Result<ErasureView> look(const RecordType& type, const Id& row);
    /// Carries it out; of a row that was erased before what has come since. A row that is not there
    /// is erased in advance: nothing of it will be taken.
    [[nodiscard]] Result<ErasureView> erase(const Erasure& erasure);

 private:
    [[nodiscard]] Result<std::vector<wire::ErasedLine>> lines(const RecordType& type,
                                                              const Id& row);
    [[nodiscard]] Outcome proposals(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome aside(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome envelopes(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome recoveries(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome invitations(const Id& person);
    [[nodiscard]] Outcome links(const RecordType& type, const Id& row, ErasureView& view);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SigningKey& key_;
    ReceiptWriter receipts_;
};

/// Carries out again what the erasure book has and the database lost.
[[nodiscard]] Outcome eraseAgain(const Desk::Seats& seats, const CentralIdentity& identity,
                                 Authority& authority);

}  // namespace xiangji::syncd
