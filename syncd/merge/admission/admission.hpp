#pragma once

#include <optional>
#include <span>

#include "core/records/permission.hpp"
#include "syncd/central/proposal_row.hpp"
#include "syncd/merge/admission/asked_change.hpp"

namespace xiangji::syncd {

/// Everything a verdict depends on. No clock, no database: the same question has the same answer.
struct Question {
    const AskedChange& asked;
    const RowState* row = nullptr;  ///< as the centre has it now; none = not there
    Id author;                      ///< the device's person
    std::span<const Role>
        roles;  ///< the author's at the row's home; for a new row at the home it comes to have
    std::optional<Id> home;  ///< for a new row: what its type's rules derive; none = the row it
                             ///< hangs on is not here. For an edit that moves the row: where to;
                             ///< an unset id = what it names is not here
    std::span<const Role> rolesThere;  ///< the author's where an edit moves the row to
    bool turnedAway =
        false;  ///< the row that is missing was refused to this device: no use to wait
    bool wroteAHead = false;  ///< of a settlement: one of the heads it names is the author's
    const ProposalRow* proposal = nullptr;  ///< of an answer: what it answers; none = not there
    std::size_t openProposals = 0;          ///< beside the row
    bool server = false;  ///< the centre's own hand: bound by limits and states, not by roles
};

/// The verdict on one change (DESIGN §5 Admission). Codes: role, author, home, key, state, limit,
/// locked, append_only, no_row (held: it may come; refused: it was turned away), no_proposal,
/// second_person; proposed where a phone's edit becomes a proposal; malformed for an id that does
/// not follow from its natural key.
[[nodiscard]] Ruling admit(const Question& question);

}  // namespace xiangji::syncd
