#pragma once

#include "tests/sim/phone/phone.hpp"

namespace xiangji::sim {

/// P6: no value of a field that the phone's app seals lies in the clear on its disk: not in its
/// rows, and no text of one anywhere in its files.
void checkSealed(Phone& phone, Findings& findings);

}  // namespace xiangji::sim
