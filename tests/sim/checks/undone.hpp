#pragma once

#include "tests/sim/phone/phone.hpp"

namespace xiangji::sim {

/// P5: an undo gave back exactly what the last transaction had changed, and wrote over nothing that
/// came since or stood against it; one that was refused changed nothing. `before` and `after` are
/// the rows around it, `apart` what was in conflict before it.
void checkUndone(Phone& phone, const Result<Undone>& undone, const Phone::LastWrite& last,
                 const Phone::Rows& before, const Phone::Rows& after,
                 const std::set<Phone::Cell>& apart, Findings& findings);

}  // namespace xiangji::sim
