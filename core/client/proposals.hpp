#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/client/client.hpp"
#include "core/merge/accepting.hpp"
#include "core/store/phone_database.hpp"
#include "wire/session.pb.h"

namespace xiangji {

// What lies beside rows on a phone, and who may answer it. All throw SqlFault; the caller holds the
// mutex.

/// A proposal as the phone keeps it.
struct KeptProposal {
    const RecordType* type = nullptr;
    Id row;
    wire::Proposal proposal;
    std::uint64_t seq = 0;  ///< own envelope it was made in; 0 = pulled
    bool answered = false;  ///< by this phone, the centre has not said
    wire::Answer answer = wire::ANSWER_UNSPECIFIED;
    std::uint64_t answerSeq = 0;  ///< own envelope of the answer
};
[[nodiscard]] std::optional<KeptProposal> keptProposal(PhoneDatabase& database, const Id& id);
[[nodiscard]] std::vector<ProposalView> viewProposals(PhoneDatabase& database, Instant nowMs);

/// The cells that lead from one value to another: of a set the elements that differ.
void putCells(wire::Change& change, const Field& field, const Value& before, const Value& after);

[[nodiscard]] wire::Answer wireAnswer(Answer answer);

/// A conflict is settled by the office, by the row's author or by who wrote one of its values.
[[nodiscard]] bool maySettle(std::span<const Role> roles, const wire::Standing& standing,
                             const Fields& row, const wire::Conflict& conflict);

}  // namespace xiangji
