#pragma once

#include "tests/sim/phone/phone.hpp"

namespace xiangji::sim {

/// P5: every value that was ever saved is in the log, or its envelope is kept at the centre, or the
/// phone still has it.
void checkFindable(Centre& centre, const std::vector<std::unique_ptr<Phone>>& phones,
                   const Ledger& ledger, Findings& findings);

/// P9: the log's chain holds, and every head that was ever given out stands in it.
void checkChain(Centre& centre, const Ledger& ledger, Findings& findings);

}  // namespace xiangji::sim
