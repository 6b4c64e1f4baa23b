#pragma once

#include "syncd/merge/admission/asked_change.hpp"
#include "syncd/merge/course.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/sealed_cells.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Merges a change that was admitted and writes it to the log.
class Taking {
 public:
    Taking(Transaction& transaction, const Catalogue& catalogue, const Id& epoch,
           const SealedCells& seals)
        : transaction_(transaction), catalogue_(catalogue), epoch_(epoch), seals_(seals) {}

    /// `row` as it is now; none for a new one. `answered` is the proposal an answer is about.
    [[nodiscard]] Result<wire::ChangeVerdict> take(const wire::Change& change, AskedChange& asked,
                                                   const Ruling& ruling,
                                                   std::optional<RowState> row,
                                                   std::optional<ProposalRow> answered,
                                                   Course& course);

 private:
    [[nodiscard]] Result<wire::ChangeVerdict> propose(const wire::Change& change,
                                                      const AskedChange& asked,
                                                      const Ruling& ruling, RowState row,
                                                      Course& course);
    [[nodiscard]] Result<Overtaken> overtakenBy(Course& course);
    [[nodiscard]] Outcome answer(const AskedChange& asked, ProposalRow proposal,
                                 const Course& course);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const Id& epoch_;
    const SealedCells& seals_;
};

}  // namespace xiangji::syncd
