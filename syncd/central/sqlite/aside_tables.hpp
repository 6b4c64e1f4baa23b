#pragma once

#include <optional>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// What was put aside, and what lies beside rows, in their tables. For whoever holds the
/// connection; all throw SqlFault.

void putAsideIn(Connection& sql, const AsideRow& aside);
void dropAsideIn(Connection& sql, const Id& id);
[[nodiscard]] std::optional<AsideRow> asideIn(Connection& sql, const Id& id);
[[nodiscard]] std::vector<AsideRow> heldChangesIn(Connection& sql, const HeldChoice& choice);
[[nodiscard]] std::vector<AsideRow> allAsideIn(Connection& sql);
[[nodiscard]] std::vector<WholeAside> wholeAsideIn(Connection& sql);

[[nodiscard]] std::optional<ProposalRow> proposalIn(Connection& sql, const Id& id);
[[nodiscard]] std::vector<ProposalRow> proposalsIn(Connection& sql, TypeNumber type, const Id& row);
void putProposalIn(Connection& sql, const ProposalRow& proposal);

}  // namespace xiangji::syncd
