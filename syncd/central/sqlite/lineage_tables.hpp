#pragma once

#include <optional>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

// Epochs and what phones proposed after a restore, in their tables. All throw SqlFault.

[[nodiscard]] std::vector<Epoch> epochsIn(Connection& sql);  ///< in the order they were put
void putEpochIn(Connection& sql, const Epoch& epoch);  ///< of one that is there the record alone

[[nodiscard]] std::vector<RecoveryRow> recoveriesIn(Connection& sql);  ///< oldest first
void putRecoveryIn(Connection& sql, const RecoveryRow& proposal);      ///< one that is there stays
void dropRecoveryIn(Connection& sql, const Id& id);

}  // namespace xiangji::syncd
