#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "core/merge/heads.hpp"
#include "core/records/catalogue.hpp"
#include "tests/sim/oracle/opened.hpp"
#include "tests/support/memory_store.hpp"
#include "wire/session.pb.h"

namespace xiangji::sim {

/// An envelope as the simulator knows it was saved (or forged), whatever became of it.
struct Saved {
    wire::EnvelopeBody body;
    wire::Changeset changeset;  ///< with what was sealed in it as it was given
    Bytes hash;
    bool byHand = false;   ///< made by a hand outside the phone's program: nobody's word
    bool lost = false;     ///< the phone that had it alone was set back to an older copy
    bool setBack = false;  ///< its phone was set back to a copy from before it
};

/// A receipt that left the desk, whether or not it reached anybody.
struct Receipted {
    wire::ReceiptBody body;
    Bytes receipt;        ///< wire::Receipt as it left
    Instant firstMs = 0;  ///< the centre's clock when it first answered
    bool held = false;
};

/// What was said, by whom, to whom: the only things the oracle believes. Filled at the edges of the
/// programs (a call that returned, a frame that crossed a link), never from inside them.
class Ledger {
 public:
    using Name = std::tuple<Id, std::uint64_t, Bytes>;  ///< device, seq, hash

    /// What had been said by a moment.
    struct Said {
        std::map<Name, Receipted> receipts;
        std::map<Lsn, Bytes> heads;
    };

    /// `centre`: opens what was sealed for the centre.
    explicit Ledger(const Opened& centre) : centre_(centre) {}

    void save(const Bytes& body, bool byHand);
    void receipt(const wire::Receipt& receipt, Instant centreMs);
    /// What lies ready though nobody was told, or will be any more: the log counts it.
    void receiptsReady(const syncd::test::MemoryStore& store, Instant centreMs);
    void lose(const Id& device, std::uint64_t fromSeq);
    [[nodiscard]] Said said() const { return {receipts_, heads_}; }
    /// Whether a phone was set back behind what its centre had of it: then its home is a copy.
    [[nodiscard]] bool isCopy(const Id& device) const;
    /// The centre goes on from what it was then: what it said since is its word of an earlier life.
    void goBack(const Said& said, const syncd::test::MemoryStore& store);

    [[nodiscard]] const Opened& centre() const { return centre_; }
    [[nodiscard]] const std::map<Name, Saved>& saved() const { return saved_; }
    [[nodiscard]] const std::map<Name, Receipted>& receipts() const { return receipts_; }
    /// The last word of an earlier life on what a restore took away, back by now or not.
    [[nodiscard]] const std::map<Name, Receipted>& former() const { return former_; }
    [[nodiscard]] const std::map<Lsn, Bytes>& heads() const { return heads_; }
    /// Two heads with the same LSN that differ; 0 = none.
    [[nodiscard]] Lsn splitHead() const { return splitHead_; }
    void head(Lsn lsn, const Bytes& hash);

 private:
    const Opened& centre_;
    std::map<Name, Saved> saved_;
    std::map<Name, Receipted> receipts_;
    std::map<Name, Receipted> former_;
    std::map<Lsn, Bytes> heads_;
    Lsn splitHead_ = 0;
};

}  // namespace xiangji::sim
