#pragma once

#include <memory>
#include <vector>

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"
#include "tests/support/township.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::bench {

/// The reference: changes recorded as SQLite's changesets, and SQLite's own apply of them to the
/// tables a phone has (no index, no history), WAL, synchronous=FULL. All throw.
class PlainApply {
 public:
    PlainApply();

    /// The changeset of one transaction that makes these changes.
    [[nodiscard]] Bytes recorded(const std::vector<wire::Change>& changes);
    /// Applies changesets in one transaction, durably. A conflict is a mistake of the bench.
    void apply(const std::vector<Bytes>& changesets);

 private:
    test::ScratchFolder folder_;
    std::unique_ptr<Connection> source_;  ///< in memory
    std::unique_ptr<Connection> target_;
};

/// The changesets of what so many phones write, so many envelopes each, phone by phone: what a rush
/// of them pushes.
[[nodiscard]] std::vector<Bytes> recordedOf(std::uint64_t seed, std::size_t phones,
                                            std::size_t envelopesEach);
/// Seconds of this thread's CPU that applying them takes, 100 a transaction, in an empty database.
[[nodiscard]] double applySecondsOf(const std::vector<Bytes>& changesets);

/// This thread's CPU so far, in seconds.
[[nodiscard]] double cpuNow();

}  // namespace xiangji::bench
