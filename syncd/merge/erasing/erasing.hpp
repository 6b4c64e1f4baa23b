#pragma once

#include "core/base/signing_key.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/erasing/erasure_plan.hpp"
#include "syncd/merge/receipt_writer.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Carries out one order: takes the values of one row and of every row it reaches
/// (erasure_plan.hpp) out of everything the centre keeps: the rows and their conflicts, their lines
/// in the log (whose hashes stand; a line of VERB_ERASE further on vouches for what is left of
/// each), proposals, what is held or in quarantine, kept envelopes and the words of their receipts,
/// recovery proposals, the name in the invitations of a person's phones. What other rows say in
/// free text it cannot know.
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
    /// Carries it out; of rows that were erased before what has come since. A row that is not there
    /// is erased in advance: nothing of it will be taken.
    [[nodiscard]] Result<ErasureView> erase(const Erasure& erasure);
    /// These rows alone, with `words` on those that are hidden; how many still had their values.
    [[nodiscard]] Result<std::uint64_t> carryOut(const std::vector<ErasurePlan::Row>& rows,
                                                 const std::string& words);

    /// The rows of the last order that no restore may bring back, the one it named first.
    [[nodiscard]] const std::vector<RowName>& forGood() const { return forGood_; }

 private:
    /// The line that tells of it; 0 where nothing was left to take.
    [[nodiscard]] Result<Lsn> one(const ErasurePlan::Row& row, const std::string& words);
    [[nodiscard]] Result<bool> isOpen(const ErasurePlan::Row& row);
    [[nodiscard]] Result<ErasureView> viewOf(const std::vector<ErasurePlan::Row>& rows);
    [[nodiscard]] Result<std::vector<wire::ErasedLine>> lines(const ErasurePlan::Row& row);
    [[nodiscard]] Outcome proposals(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome aside(const ReachedRows& reached);
    [[nodiscard]] Outcome envelopes(const ReachedRows& reached);
    [[nodiscard]] Outcome recoveries(const ReachedRows& reached);
    [[nodiscard]] Outcome invitations(const Id& person);
    [[nodiscard]] Outcome links(const std::vector<ErasurePlan::Row>& rows, ErasureView& view);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SigningKey& key_;
    ReceiptWriter receipts_;
    std::vector<RowName> forGood_;
};

/// Of a store that keeps no traces().
[[nodiscard]] Error cannotErase();
[[nodiscard]] ReachedRows namesOf(const std::vector<ErasurePlan::Row>& rows);
/// What stands on a row that was erased by this order.
[[nodiscard]] std::string tombstone(const Erasure& erasure);

}  // namespace xiangji::syncd
