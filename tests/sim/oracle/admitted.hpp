#pragma once

#include <map>
#include <vector>

#include "tests/sim/ledger.hpp"
#include "tests/support/memory_store.hpp"

namespace xiangji::sim {

/// One change that took effect, as the ledger has it: what its author said, and what the receipt
/// answered.
struct AdmittedChange {
    Lsn lsn = 0;
    Id device;
    std::uint64_t seq = 0;
    int place = 0;  ///< in its envelope
    Hlc effective = 0;
    Hlc deviceHlc = 0;
    Lsn seen = 0;
    Instant receivedMs = 0;
    Id person;  ///< none for the centre's own hand
    Id unit;    ///< the device's
    bool server = false;
    bool proposed = false;  ///< it lies beside the row
    bool follows = false;   ///< its row went along with another one that moved: nobody asked for it
    /// Another life of the centre had decided it already: its place among what came since is the
    /// one it had there.
    bool again = false;
    /// When it was first written: the beginning of that life, and the place in its log.
    std::pair<Instant, Lsn> moment;
    wire::Change change;

    /// Whether this one had seen another: all of its own device before it, and what stood in the
    /// log up to its cursor (DESIGN §5).
    [[nodiscard]] bool sees(const AdmittedChange& other) const {
        if (other.device == device) {
            return std::tie(other.seq, other.place) < std::tie(seq, place);
        }
        return other.lsn <= seen;
    }
};

/// All admitted changes by their place in the log. The centre's own are read from its log; those of
/// phones from what the phones said and were answered. `trouble` says what does not fit.
struct Admitted {
    std::vector<AdmittedChange> changes;
    std::string trouble;
};
[[nodiscard]] Admitted admittedOf(const Ledger& ledger, const syncd::test::MemoryStore& store,
                                  const Id& server);

}  // namespace xiangji::sim
