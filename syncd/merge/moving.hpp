#pragma once

#include <optional>

#include "syncd/merge/admission/asked_change.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// A row changes its home when the office edits the field that says where it belongs. What belongs
/// to the row goes with it: each row gets a line and a place in the feed, so that phones of the old
/// home are told to forget it and phones of the new one get it whole.
class Moving {
 public:
    Moving(Transaction& transaction, const Catalogue& catalogue)
        : transaction_(transaction), catalogue_(catalogue) {}

    /// The home that an edit of a row that is there would give it. Nothing: the edit does not touch
    /// it. None: what it names is not here, or the unit would lie below itself.
    [[nodiscard]] Result<std::optional<Id>> target(const AskedChange& asked);

    /// A row that came back after a restore goes where it belongs by now: what moved it, or what it
    /// belongs to, may have come back before it. `line` brought it.
    [[nodiscard]] Outcome catchUp(const RecordType& type, const Id& row, const LogLine& line);

    /// The home of what names `parent` as what it belongs to; none: that is not here.
    [[nodiscard]] Result<Id> under(const Field& home, const Id& parent);

    /// Lets an edit carry the home that follows from it.
    static void carry(AskedChange& asked, const Id& home);

    /// Rows that belong to one that moved follow it, by the hand that moved it.
    [[nodiscard]] Outcome follow(const RecordType& type, const Id& row, const Id& from,
                                 const Id& to, const LogLine& cause);

 private:
    [[nodiscard]] Outcome one(const RecordType& type, const Id& row, const Id& to,
                              const LogLine& cause);

    Transaction& transaction_;
    const Catalogue& catalogue_;
};

}  // namespace xiangji::syncd
