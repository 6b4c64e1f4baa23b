#pragma once

#include "tests/sim/centre/centre.hpp"
#include "tests/sim/ledger.hpp"

namespace xiangji::sim {

/// How many other arrival orders were played, and how many of them admitted the same changes.
struct OrdersPlayed {
    int played = 0;
    int compared = 0;
};

/// Order-independence: the same envelopes in other orders in which they could have arrived, through
/// the real admission into a fresh store, give the same rows (class S fields and lifecycle steps
/// follow arrival and are left out).
OrdersPlayed checkOrders(Centre& centre, const Ledger& ledger, int orders, Chance& chance,
                         Findings& findings);

}  // namespace xiangji::sim
