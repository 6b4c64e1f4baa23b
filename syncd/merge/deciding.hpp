#pragma once

#include <string_view>

#include "syncd/merge/admission/questions.hpp"
#include "syncd/merge/course.hpp"
#include "syncd/merge/decision.hpp"
#include "syncd/merge/sealed_cells.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Why a change is held that this centre cannot read yet.
inline constexpr std::string_view kNewer = "newer";

/// Weighs the changes of one envelope against the rows as they are now, merges what is taken and
/// writes it to the log. Each change stands alone, except in an all_or_none changeset. What is held
/// or quarantined is put aside, with all its verdict will need.
class Deciding {
 public:
    Deciding(Transaction& transaction, const Catalogue& catalogue, const Id& epoch,
             const SealedCells& seals)
        : transaction_(transaction), catalogue_(catalogue), epoch_(epoch), seals_(seals) {}

    /// `changeset` is the body's, sealed values laid. `receivedMs` is when it first arrived; a held
    /// envelope keeps that. The decision names the rows on which other held changes may hang: see
    /// HeldChanges.
    [[nodiscard]] Result<Decision> decide(const wire::EnvelopeBody& body,
                                          const wire::Changeset& changeset, const Sender& sender,
                                          Instant receivedMs);

    /// An envelope that another life of this centre had receipted with `first` (checked: ours, this
    /// envelope's, one verdict a change, none of them held). Verdicts and effective stamp stand;
    /// what had taken effect does so again. Nothing of it undoes what was first written later.
    /// Held, and then decided anew, is only what follows an earlier change of its device that
    /// waits, and the answer to a proposal that is not back yet.
    [[nodiscard]] Result<Decision> again(const wire::EnvelopeBody& body,
                                         const wire::Changeset& changeset, const Sender& sender,
                                         const wire::ReceiptBody& first);

    /// Verdicts on what was put aside, given now. `course.waitingRows` are rows on which earlier
    /// changes of the same device wait.
    [[nodiscard]] Result<std::vector<wire::ChangeVerdict>> decideAside(const AsideRow& aside,
                                                                       Course& course);

 private:
    struct Weighed {
        wire::ChangeVerdict verdict;
        RowName awaits;
        bool emptied = false;  ///< of what it said about somebody who was erased
    };
    /// A device's writes of one row keep their order, or an earlier one would undo a later one.
    [[nodiscard]] static bool waitsBehind(const AskedChange& asked, const Course& course);
    [[nodiscard]] static Weighed behind(const AskedChange& asked);
    [[nodiscard]] Result<Lsn> seenBy(const wire::EnvelopeBody& body);
    [[nodiscard]] Result<Weighed> oneAgain(const wire::Change& change,
                                           const wire::ChangeVerdict& first, std::uint32_t place,
                                           Course& course);
    [[nodiscard]] Result<std::vector<wire::ChangeVerdict>> all(const wire::Changeset& changeset,
                                                               std::uint32_t firstPlace,
                                                               Course& course);
    [[nodiscard]] Result<Weighed> one(const wire::Change& change, std::uint32_t place,
                                      Course& course);
    [[nodiscard]] Result<Weighed> weigh(const wire::Change& change, AskedChange& asked,
                                        std::optional<RowState> row, std::uint32_t place,
                                        Course& course);
    [[nodiscard]] Outcome keepAside(const wire::Changeset& changeset,
                                    const std::vector<Weighed>& weighed, std::uint32_t firstPlace,
                                    Course& course);
    [[nodiscard]] Outcome turnAway(const wire::Changeset& changeset,
                                   const std::vector<Weighed>& weighed, Course& course);
    [[nodiscard]] Result<std::set<RowName>> waitingRowsOf(const Id& device);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const Id& epoch_;
    const SealedCells& seals_;
};

}  // namespace xiangji::syncd
