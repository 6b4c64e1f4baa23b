#pragma once

#include "syncd/merge/admission/asked_change.hpp"

namespace xiangji::syncd {

/// Adds to a new row what only the centre writes: `backfilled`, where a type has it, once the row
/// was made after its planned end (DOMAIN §2.1). Part of the same change, so it has the same place
/// in the log.
void addSystemFields(AskedChange& insert);

}  // namespace xiangji::syncd
