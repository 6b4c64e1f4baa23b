#pragma once

#include "tests/sim/phone/phone.hpp"

namespace xiangji::sim {

/// P1: every envelope that was said to be saved and has not been receipted is in the outbox, and
/// the rows show what the unsent ones wrote.
void checkSaved(Phone& phone, const Ledger& ledger, Findings& findings);

/// P8: what was receipted in the last 90 days is still on the phone, for a centre that may need it
/// again.
void checkHolds(Phone& phone, const Ledger& ledger, Instant centreMs, Findings& findings);

/// P1, P4: a cell with an unsent edit of its own shows it.
void checkOwnEditsShow(Phone& phone, const Ledger& ledger, Findings& findings);

/// P7: no change waits for a row that is there.
void checkHeld(Centre& centre, Findings& findings);

/// P2: every receipt that ever left the desk stands in the central database.
void checkReceipted(Centre& centre, const Ledger& ledger, Findings& findings);

}  // namespace xiangji::sim
