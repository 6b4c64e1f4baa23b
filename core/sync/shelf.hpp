#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/records/catalogue.hpp"
#include "core/sync/link.hpp"
#include "wire/kept.pb.h"
#include "wire/session.pb.h"

namespace xiangji {

using EpochRecords = google::protobuf::RepeatedPtrField<wire::EpochRecord>;

/// Who this phone is to its centre, and how far it has read.
struct PhoneState {
    bool joined = false;
    Address address;
    Id server;
    Bytes serverKey;  ///< Ed25519, checks receipts
    Id epoch;
    std::uint64_t cursor = 0;  ///< LSN, in `epoch`
    Bytes scope;               ///< hash of the scope its rows are held by; empty = none stated yet
    wire::Standing standing;
    Bytes joinedBy;  ///< hash of the secret of the invitation it joined by
    Instant lastContactMs = 0;
    Bytes certificate;  ///< wire::Certificate: the centre's word that it let this phone in
    std::vector<wire::EpochRecord> lineage;  ///< lives of the centre that it was told of
    std::vector<wire::Witness> witnesses;    ///< the greatest head it holds of each life
    std::uint64_t lastSent = 0;              ///< number of its last envelope with a receipt
    std::uint64_t lastSeq = 0;               ///< of its last envelope at all
    Bytes lastHash;                          ///< and its hash
    bool forked = false;  ///< another phone writes under its key: nothing of its own goes out
};

/// An envelope without a receipt.
struct Waiting {
    std::uint64_t seq = 0;
    Bytes body;
    Bytes hash;
    bool held = false;  ///< the centre has it and has not decided
    Bytes receipt;      ///< wire::Receipt, if it had one; only from `again`
};

/// Rows pulled in another life of the centre, behind the place where the present one forked off.
struct Lost {
    Id epoch;                           ///< the life they were pulled in
    std::vector<wire::PulledRow> rows;  ///< as the centre then had them
    std::int64_t last = 0;              ///< where the next question begins
};

/// Sent under a key this phone had before its present one, with that key's signatures and the
/// receipts they had.
struct FormerPost {
    wire::Former former;     ///< of one key; without envelopes = there is no more
    std::uint64_t last = 0;  ///< where the next question begins
};

/// What became of one change, told to the person.
struct Verdict {
    std::uint64_t seq = 0;
    TypeNumber type = 0;
    Id row;
    wire::Verdict verdict = wire::VERDICT_UNSPECIFIED;
    std::string reason;
    std::string words;
};

/// What syncing needs of a phone's database. Each call is one transaction, durable when it returns
/// without error.
class Shelf {
 public:
    virtual ~Shelf() = default;

    [[nodiscard]] virtual Result<PhoneState> state() = 0;
    [[nodiscard]] virtual Outcome joined(const PhoneState& state) = 0;
    /// The same centre under keys that the old ones do not vouch for, by an invitation: address,
    /// keys, certificate and lineage are of `state`, everything else stays.
    [[nodiscard]] virtual Outcome rejoined(const PhoneState& state) = 0;
    /// The centre is known by other keys from now on, as one that was known before vouched for.
    [[nodiscard]] virtual Outcome knownBy(const Pins& pins) = 0;
    [[nodiscard]] virtual Outcome welcomed(const wire::Welcome& welcome, Instant nowMs) = 0;

    /// Envelopes not held, by seq from `fromSeq` on, until `mostBytes` are reached (one at least).
    [[nodiscard]] virtual Result<std::vector<Waiting>> unsent(std::uint64_t fromSeq,
                                                              std::size_t mostBytes) = 0;
    /// Envelopes from `from` on again, receipted or not: the centre misses them. What is no longer
    /// kept is left out.
    [[nodiscard]] virtual Result<std::vector<Waiting>> again(std::uint64_t from,
                                                             std::size_t mostBytes) = 0;
    /// Of which a later verdict may come: something of it is held, or was quarantined.
    [[nodiscard]] virtual Result<std::vector<std::uint64_t>> heldSeqs() = 0;
    [[nodiscard]] virtual Result<std::uint64_t> unsentCount() = 0;

    /// A checked receipt: its envelope leaves the outbox if seq and hash match; verdicts are kept
    /// for the person. A receipt that matches nothing changes nothing.
    [[nodiscard]] virtual Result<std::vector<Verdict>> takeReceipt(const wire::Receipt& receipt,
                                                                   const wire::ReceiptBody& body,
                                                                   Instant nowMs) = 0;
    /// Rows and cursor in one commit. Cells with an own edit that the centre's row does not contain
    /// yet keep it.
    [[nodiscard]] virtual Outcome takePage(const wire::Page& page) = 0;
    /// Another life of the central database, the same as the one before up to `sharedLsn`: reading
    /// goes on from there, what was held waits again, and rows pulled behind it are lost rows. Its
    /// record is kept in the same commit: a life whose parent this phone does not know would tie it
    /// to no other one.
    [[nodiscard]] virtual Outcome startEpoch(const Id& epoch, std::uint64_t sharedLsn,
                                             const EpochRecords& records) = 0;
    /// Lost rows after a place, until `mostBytes` are reached; none = no more.
    [[nodiscard]] virtual Result<Lost> lost(std::int64_t after, std::size_t mostBytes) = 0;
    /// The centre's answer to lost rows: they are as it says. One with an own edit still under way
    /// stays lost and is asked again at the next sync.
    [[nodiscard]] virtual Outcome takeRecalled(const wire::Recalled& recalled) = 0;

    /// What former keys sent, after a place, until `mostBytes` are reached; none where no restored
    /// centre may lack it.
    [[nodiscard]] virtual Result<FormerPost> former(std::uint64_t after, std::size_t mostBytes) = 0;
    /// The present life of the centre has all of it.
    [[nodiscard]] virtual Outcome formerGivenBack() = 0;

    /// Another scope (a wire::Scope): what left it goes, except rows of which something waits to be
    /// sent or decided; what came into it is to be read whole. Fault untrusted where it is none.
    [[nodiscard]] virtual Outcome takeScope(const Bytes& scope) = 0;
    /// This phone is out of service: as an empty scope.
    [[nodiscard]] virtual Outcome takeNoScope() = 0;
    /// The part of the scope to be read whole next; none = all of it was.
    [[nodiscard]] virtual Result<std::optional<wire::Backfill>> toReadWhole() = 0;
    /// Rows and the place reached in one commit. The rows' number. Fault untrusted where they
    /// cannot be read.
    [[nodiscard]] virtual Result<std::uint64_t> takeSnapshot(const wire::SnapshotPage& page) = 0;
};

}  // namespace xiangji
