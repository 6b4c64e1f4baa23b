#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/signing_key.hpp"
#include "core/merge/heads.hpp"
#include "core/sync/link.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

class Satchel;

/// How a run is going: envelopes out, rows in.
struct Progressed {
    std::uint64_t sent = 0;
    std::uint64_t toSend = 0;
    std::uint64_t received = 0;       ///< rows
    std::uint64_t toReceive = 0;      ///< about; it grows where others go on writing
    std::uint64_t receivedBytes = 0;  ///< of what is read whole, before compression
    std::uint64_t toReceiveBytes = 0;
};

struct Synced {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::uint64_t handedOn = 0;  ///< others' parcels
    std::vector<Verdict> verdicts;
};

/// One phone's conversation with its centre: prove the key, check its history, give back what a
/// restored one lost, push what waits in order, take receipts, ask after what was held, pull until
/// the head. Every step is durable before the next
/// begins, so it can be cut anywhere and tried again. Holds nothing between runs; thread: the
/// caller's.
class Syncer {
 public:
    /// Without a satchel nothing is carried for others.
    Syncer(Shelf& shelf, LinkMaker& links, const Clock& clock, const SigningKey& key,
           std::uint32_t level, Satchel* satchel = nullptr)
        : shelf_(shelf),
          links_(links),
          clock_(clock),
          key_(key),
          level_(level),
          satchel_(satchel) {}

    /// What follows the rows over the same link; what becomes of it is its own affair.
    using AfterRows = std::function<void(Link&, const PhoneState&)>;

    /// Faults: unreachable, busy (the centre is full: says when to come back), untrusted, refused,
    /// diskFull, damaged.
    [[nodiscard]] Result<Synced> run(const std::function<void(const Progressed&)>& progress,
                                     const AfterRows& afterRows = {});

    /// A link on which this phone is known, for questions of others. Faults: as run.
    [[nodiscard]] Result<std::unique_ptr<Link>> greeted();

    /// When a centre that was too full wants to be asked again; 0 where none said so.
    [[nodiscard]] std::uint32_t comeBackSeconds() const { return comeBackSeconds_; }

    /// Joins by an invitation. The same invitation and key again give the same answer.
    [[nodiscard]] Outcome join(const Address& address, const Bytes& secret,
                               const std::string& holder);

    /// An invitation of the centre this phone belongs to: its address and its keys are taken from
    /// it, and nothing else changes. Who answers must be that centre and show that it has the
    /// history this phone holds a proof of; otherwise fault untrusted, and all is as it was.
    [[nodiscard]] Outcome rejoin(const Address& address, const Bytes& secret);

    /// This syncer's key in the place of the one the home had: the same person, let in as another
    /// device. Nothing is kept yet; the same key and invitation may be tried again. Faults: as
    /// join, untrusted (not the very centre this home knows).
    [[nodiscard]] Result<PhoneState> joinInPlaceOf(const SigningKey& former, const Address& address,
                                                   const Bytes& secret);

    /// The centre's history of one row.
    [[nodiscard]] Result<wire::History> history(TypeNumber type, const Id& row);

 private:
    /// What a centre says to an invitation, checked.
    [[nodiscard]] Result<PhoneState> invited(const Address& address, const Bytes& secret,
                                             const std::string& holder,
                                             const SigningKey* former = nullptr);
    /// What is known of the centre by what it told, once it has shown the history held here.
    [[nodiscard]] Result<PhoneState> provenBy(const PhoneState& before, const PhoneState& told);
    [[nodiscard]] Result<wire::Reply> ask(Link& link, const wire::Request& request);
    /// Envelopes packed, where the centre reads that; plain where it then cannot.
    [[nodiscard]] Result<wire::Reply> askPush(Link& link, const wire::Request& request);
    struct Met {
        std::unique_ptr<Link> link;
        wire::Welcome welcome;
        Lsn shared = 0;  ///< history that the centre's life has in common with the phone's
    };
    [[nodiscard]] Result<Met> meet(const PhoneState& state);
    [[nodiscard]] Result<PhoneState> settleIn(const Met& met);
    [[nodiscard]] Outcome push(Link& link, const PhoneState& state, Synced& synced);
    /// Gives a restored centre what it lost of this phone's, from an envelope on: with receipts.
    [[nodiscard]] Outcome resupply(Link& link, const PhoneState& state, std::uint64_t from,
                                   Synced& synced);
    /// And what this phone's former keys sent.
    [[nodiscard]] Outcome giveBackFormer(Link& link);
    /// Rows that a restored centre may lack: it answers with its own.
    [[nodiscard]] Outcome recall(Link& link);
    [[nodiscard]] Outcome askAfterHeld(Link& link, const PhoneState& state, Synced& synced);
    [[nodiscard]] Outcome handOver(Link& link, Synced& synced);
    [[nodiscard]] Outcome pull(Link& link, PhoneState& state, Synced& synced);
    [[nodiscard]] Outcome take(const wire::Receipts& receipts, const PhoneState& state,
                               Synced& synced, std::uint64_t& lastSeq);
    void tell();

    Shelf& shelf_;
    LinkMaker& links_;
    const Clock& clock_;
    const SigningKey& key_;
    std::uint32_t level_;
    Satchel* satchel_;
    std::uint32_t comeBackSeconds_ = 0;
    std::uint32_t dictionary_ = 0;  ///< in which envelopes go; 0 = plain
    Progressed progressed_;
    std::function<void(const Progressed&)> progress_;
};

}  // namespace xiangji
