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
};

/// An envelope without a receipt.
struct Waiting {
    std::uint64_t seq = 0;
    Bytes body;
    Bytes hash;
    bool held = false;  ///< the centre has it and has not decided
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
    [[nodiscard]] virtual Outcome welcomed(const wire::Welcome& welcome, Instant nowMs) = 0;

    /// Envelopes not held, by seq from `fromSeq` on, until `mostBytes` are reached (one at least).
    [[nodiscard]] virtual Result<std::vector<Waiting>> unsent(std::uint64_t fromSeq,
                                                              std::size_t mostBytes) = 0;
    /// Envelopes from..to again, receipted or not: the centre says it misses them.
    [[nodiscard]] virtual Result<std::vector<Waiting>> again(std::uint64_t from, std::uint64_t to,
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
    /// Another life of the central database: read from its beginning.
    [[nodiscard]] virtual Outcome startEpoch(const Id& epoch) = 0;
};

}  // namespace xiangji
