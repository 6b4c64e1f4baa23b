#pragma once

#include "tests/sim/phone/phone.hpp"

namespace xiangji::sim {

/// P4: the phone has the rows of its scope as the centre has them, cell for cell, with their
/// conflicts and marks, and no others; nothing waits.
void checkAtRest(Phone& phone, Centre& centre, const Opened& opened, Findings& findings);

}  // namespace xiangji::sim
