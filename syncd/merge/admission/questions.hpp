#pragma once

#include "syncd/merge/admission/admission.hpp"
#include "syncd/merge/course.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// The unit whose roles count for a row that is there: its home; a unit is its own.
[[nodiscard]] Id unitOf(const RecordType& type, const Id& id, const RowState& row,
                        const Authority& authority);

/// Collects what a verdict depends on, from the rows and roles as they are now, and asks.
class Questions {
 public:
    Questions(Transaction& transaction, const Catalogue& catalogue)
        : transaction_(transaction), catalogue_(catalogue) {}

    /// The ruling on one change; what it hangs on comes with it where it is held. Leaves the
    /// author's roles at the row in the course.
    struct Answer {
        Ruling ruling;
        RowName awaits;                       ///< where it is held
        std::optional<ProposalRow> proposal;  ///< of an answer
    };
    [[nodiscard]] Result<Answer> ask(const AskedChange& asked, const RowState* row, Course& course);

 private:
    struct Home {
        std::optional<Id> unit;  ///< none: its row is not here
        RowName hangsOn;
    };
    [[nodiscard]] Result<Home> homeOf(const AskedChange& asked, const Sender& sender);
    [[nodiscard]] Result<bool> wroteAHead(const AskedChange& asked, const RowState& row,
                                          Course& course);
    [[nodiscard]] Result<const Course::Writes*> writtenIn(const RecordType& type, const Id& row,
                                                          Course& course);
    [[nodiscard]] Result<std::string> whoAndWhen(const RowState& row);
    [[nodiscard]] Result<std::string> nameOf(const Id& person);
    [[nodiscard]] Outcome addProposals(const AskedChange& asked, const RowState& row,
                                       Question& question, Answer& answer);

    Transaction& transaction_;
    const Catalogue& catalogue_;
};

}  // namespace xiangji::syncd
