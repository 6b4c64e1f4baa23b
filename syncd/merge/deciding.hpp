#pragma once

#include "syncd/merge/admission.hpp"
#include "syncd/merge/decision.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Whose envelope is being decided.
struct Sender {
    Id device;
    Id person;  ///< none for the centre's own hand
    Id unit;    ///< home of what the person makes where the type names none
    bool server = false;
    bool adopts = false;  ///< the office has weighed it already: it is taken as it stands
};

/// Weighs the changes of one envelope against the rows as they are now, merges what is taken and
/// writes it to the log. Each change stands alone, except in an all_or_none changeset.
class Deciding {
 public:
    Deciding(Transaction& transaction, const Catalogue& catalogue, const Id& epoch)
        : transaction_(transaction), catalogue_(catalogue), epoch_(epoch) {}

    /// `receivedMs` is when it first arrived; a held envelope keeps that.
    [[nodiscard]] Result<Decision> decide(const wire::EnvelopeBody& body,
                                          const wire::Changeset& changeset, const Sender& sender,
                                          Instant receivedMs);

    /// An envelope that another life of this centre had receipted with `first` (checked: ours, this
    /// envelope's, one verdict a change, none of them held). Verdicts and effective stamp stand;
    /// what had taken effect does so again. Nothing of it undoes what was first written later.
    [[nodiscard]] Result<Decision> again(const wire::EnvelopeBody& body,
                                         const wire::Changeset& changeset, const Sender& sender,
                                         const wire::ReceiptBody& first);

 private:
    struct Course;
    [[nodiscard]] Result<Lsn> seenBy(const wire::EnvelopeBody& body);
    [[nodiscard]] Result<wire::ChangeVerdict> oneAgain(const wire::Change& change,
                                                       const wire::ChangeVerdict& first,
                                                       Course& course);
    [[nodiscard]] Result<Overtaken> overtakenBy(Course& course);
    [[nodiscard]] Result<wire::ChangeVerdict> one(const wire::Change& change, Course& course);
    [[nodiscard]] Result<Ruling> weigh(const AskedChange& asked, const RowState* row,
                                       Course& course);
    [[nodiscard]] Result<std::optional<Id>> homeOf(const AskedChange& asked, const Sender& sender);
    [[nodiscard]] Result<wire::ChangeVerdict> take(const wire::Change& change, AskedChange& asked,
                                                   std::optional<RowState> row, Course& course);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const Id& epoch_;
};

}  // namespace xiangji::syncd
