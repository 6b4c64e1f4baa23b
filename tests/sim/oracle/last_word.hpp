#pragma once

#include "tests/sim/ledger.hpp"
#include "tests/support/memory_store.hpp"

namespace xiangji::sim {

/// What finally became of an envelope: what its last receipt that left the desk says; of one that
/// was held, what lies ready there for a phone that may never ask again.
[[nodiscard]] inline wire::ReceiptBody lastWord(const Ledger::Name& name,
                                                const Receipted& receipted,
                                                const syncd::test::MemoryStore& store) {
    const auto& [device, seq, hash] = name;
    const auto stored = store.envelopes.find({device, seq});
    wire::Receipt receipt;
    wire::ReceiptBody body;
    if (receipted.held && stored != store.envelopes.end() && stored->second.hash == hash &&
        receipt.ParseFromString(stored->second.receipt) && body.ParseFromString(receipt.body())) {
        return body;
    }
    return receipted.body;
}

/// Whether a receipt says of a change what an earlier life of the centre had decided.
[[nodiscard]] inline bool isDecidedBefore(const wire::ReceiptBody& answered, int change) {
    return change < answered.first_lsns_size() && answered.first_lsns(change) != 0;
}

}  // namespace xiangji::sim
