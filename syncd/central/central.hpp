#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/merge/lineage.hpp"
#include "core/merge/row_state.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/central/access_book.hpp"
#include "syncd/central/archive.hpp"
#include "syncd/central/aside.hpp"
#include "syncd/central/erasure.hpp"
#include "syncd/central/proposal_row.hpp"
#include "syncd/central/reader.hpp"

namespace xiangji::syncd {

struct CentralIdentity {
    Id server;
    Id epoch;
};

struct LogHead {
    Lsn lsn = 0;
    Bytes hash;          ///< chain hash at `lsn`; empty at 0
    Instant lastMs = 0;  ///< greatest receipt time in the log
};

enum class DeviceState { pending, active, revoked };

struct DeviceRow {
    Id device;
    Bytes publicKey;
    Id person;
    Id unit;
    Role role = ROLE_UNSPECIFIED;
    DeviceState state = DeviceState::active;
    Bytes secretHash;  ///< of the invitation it came by
    Instant joinedMs = 0;
    Instant lastContactMs = 0;
    Lsn cursor = 0;             ///< of its last pull
    std::uint64_t lastSeq = 0;  ///< last envelope stored without a gap
    Bytes lastHash;             ///< and its hash: the next one's `previous`
};

struct InvitationRow {
    Bytes secretHash;  ///< BLAKE2b of the secret; the secret itself is never stored
    Id unit;
    Role role = ROLE_UNSPECIFIED;
    std::string personName;
    std::uint32_t uses = 1;
    std::uint32_t used = 0;
    Instant untilMs = 0;
};

enum class EnvelopeState { decided, held, quarantined };

struct EnvelopeRow {
    Id device;
    std::uint64_t seq = 0;
    Bytes hash;
    EnvelopeState state = EnvelopeState::decided;
    Bytes envelope;  ///< wire::Envelope; empty once everything in it is taken (the log has it)
    Bytes receipt;   ///< wire::Receipt, the answer to every repeat
    Instant receivedMs = 0;
};

/// A place in some life of the log.
struct LogPlace {
    Id epoch;
    Lsn lsn = 0;
    bool operator==(const LogPlace&) const = default;
};

/// One line of the central log: the sync feed, the history of every field and the audit trail at
/// once.
struct LogLine {
    Lsn lsn = 0;
    Id unit;  ///< home of the row after the change
    TypeNumber type = 0;
    Id row;
    Id device;
    std::uint64_t seq = 0;
    Hlc effective = 0;
    Hlc deviceHlc = 0;
    Id author;
    Instant receivedMs = 0;
    /// wire::Change as it took effect, with what its writer had seen in this life. Where all of it
    /// did, its fields stand in the order of their writer.
    Bytes change;
    wire::Verdict verdict = wire::VERDICT_TAKEN;
    Bytes hash;      ///< BLAKE2b of the line before's hash and this line
    Lsn before = 0;  ///< the row's line before this one; 0 = its first. It follows from the others
    /// Where it was first written, if a phone gave it back to a restored centre.
    std::optional<LogPlace> origin;
};

/// What a phone had pulled in another life and this one lacks, for the office to accept or dismiss.
struct RecoveryRow {
    Id id;  ///< of type, row and what is proposed: the same from several phones is one
    TypeNumber type = 0;
    Id row;
    Bytes pulled;  ///< wire::PulledRow as the phone had it
    Id device;     ///< the first that brought it
    LogPlace from;
    Instant atMs = 0;
};

struct FeedRow {
    const RecordType* type = nullptr;
    Id id;
    Lsn lsn = 0;
    RowState state;
    std::vector<ProposalRow> proposals;  ///< by LSN
    bool left = false;                   ///< it moved out of the scope at `lsn`; no state then
};

struct FeedPage {
    std::vector<FeedRow> rows;  ///< by LSN; each row once, as it is now
    Lsn next = 0;               ///< cursor after them; the head where nothing is left
    bool more = false;          ///< also of a page without rows, where many places told nothing
    std::uint64_t left = 0;     ///< rows after this page, about
    LogHead head;               ///< of the same snapshot
};

/// Who sees what: rows whose home is one of `units`, if the roles there allow reading the type;
/// types everybody sees are always included.
struct FeedScope {
    std::vector<Id> units;
    std::function<bool(const RecordType&, const Id& unit)> mayRead;
};

/// Part of a scope, to be read whole: rows of one type at some homes.
struct WholePart {
    const RecordType* type = nullptr;
    bool anyHome = false;
    std::vector<Id> units;  ///< by id; not read where `anyHome`
};

/// A place in the order of (type, unit, row) in which parts are read; all none = the beginning.
struct WholePlace {
    TypeNumber type = 0;
    Id unit;
    Id row;
};

struct WholePage {
    std::vector<FeedRow> rows;  ///< as they are now
    WholePlace reached;         ///< the last of them
    bool more = false;
    LogHead head;  ///< of the same snapshot
};

/// The writer's side of one transaction. Reads see what it wrote. Used by the desk's thread alone.
/// Throws nothing; any Error means that the whole transaction must be given up.
class CentralWrite {
 public:
    virtual ~CentralWrite() = default;  ///< rolls back unless committed

    [[nodiscard]] virtual Outcome setIdentity(const CentralIdentity& identity) = 0;
    /// Lives of this database, its own among them.
    [[nodiscard]] virtual Result<std::vector<Epoch>> epochs() = 0;
    [[nodiscard]] virtual Outcome putEpoch(const Epoch& epoch) = 0;
    [[nodiscard]] virtual Result<std::optional<RowState>> row(const RecordType& type,
                                                              const Id& id) = 0;
    /// The home of a row; none where it is not there, or not made yet. It costs less than the row.
    [[nodiscard]] virtual Result<std::optional<Id>> homeOf(const RecordType& type,
                                                           const Id& id) = 0;
    /// Rows at home in `home` whose field `parent` names `row`.
    [[nodiscard]] virtual Result<std::vector<Id>> rowsUnder(const RecordType& type,
                                                            const Field& parent, const Id& row,
                                                            const Id& home) = 0;
    /// Stores a row with its heads and moves it to `state.lsn` in the feed. A row that stood under
    /// another unit leaves word there that it moved.
    [[nodiscard]] virtual Outcome putRow(const RecordType& type, const Id& id,
                                         const RowState& state) = 0;
    [[nodiscard]] virtual Outcome appendLog(const LogLine& line) = 0;
    [[nodiscard]] virtual Result<LogHead> head() = 0;
    /// Where the line at `lsn` was first written, if not there.
    [[nodiscard]] virtual Result<std::optional<LogPlace>> origin(Lsn lsn) = 0;
    /// The lines of a row, by LSN. Faults: notFound, damaged where some of them cannot be read.
    [[nodiscard]] virtual Result<std::vector<LogLine>> linesOf(const RecordType& type,
                                                               const Id& row) = 0;

    /// One with the same id stays as it is.
    [[nodiscard]] virtual Outcome putRecovery(const RecoveryRow& proposal) = 0;
    [[nodiscard]] virtual Outcome dropRecovery(const Id& id) = 0;

    [[nodiscard]] virtual Result<std::optional<DeviceRow>> device(const Id& id) = 0;
    [[nodiscard]] virtual Outcome putDevice(const DeviceRow& device) = 0;
    [[nodiscard]] virtual Result<std::optional<InvitationRow>> invitation(
        const Bytes& secretHash) = 0;
    [[nodiscard]] virtual Outcome putInvitation(const InvitationRow& invitation) = 0;

    [[nodiscard]] virtual Result<std::optional<EnvelopeRow>> envelope(const Id& device,
                                                                      std::uint64_t seq) = 0;
    [[nodiscard]] virtual Outcome putEnvelope(const EnvelopeRow& envelope) = 0;
    /// In order of seq.
    [[nodiscard]] virtual Result<std::vector<EnvelopeRow>> heldEnvelopes(const Id& device) = 0;
    /// What a forked or undecodable envelope was, kept beside the one that holds its number. The
    /// same bytes are kept once.
    [[nodiscard]] virtual Outcome quarantine(const Id& device, std::uint64_t seq,
                                             const Bytes& envelope, const std::string& reason,
                                             Instant nowMs) = 0;

    [[nodiscard]] virtual Outcome putAside(const AsideRow& aside) = 0;
    [[nodiscard]] virtual Outcome dropAside(const Id& id) = 0;
    [[nodiscard]] virtual Result<std::optional<AsideRow>> aside(const Id& id) = 0;
    /// The held ones of one choice, as they came: by receipt, device, number and place.
    [[nodiscard]] virtual Result<std::vector<AsideRow>> held(const HeldChoice& choice) = 0;
    /// True if anything is held at all; asked once a transaction, so it must cost nothing.
    [[nodiscard]] virtual Result<bool> anyHeld() = 0;

    /// A row whose insert this device was refused: what it does to that row is not held.
    [[nodiscard]] virtual Outcome turnAway(const Id& device, TypeNumber type, const Id& row) = 0;
    [[nodiscard]] virtual Result<bool> wasTurnedAway(const Id& device, TypeNumber type,
                                                     const Id& row) = 0;

    [[nodiscard]] virtual Result<std::optional<ProposalRow>> proposal(const Id& id) = 0;
    [[nodiscard]] virtual Outcome putProposal(const ProposalRow& proposal) = 0;
    /// Beside a row, by LSN.
    [[nodiscard]] virtual Result<std::vector<ProposalRow>> proposalsOf(TypeNumber type,
                                                                       const Id& row) = 0;

    /// The end of the access book; its next line with the end that follows. Fault unsupported where
    /// a store keeps none.
    [[nodiscard]] virtual Result<AccessHead> accessHead() { return AccessHead{}; }
    [[nodiscard]] virtual Outcome appendAccess(const AccessLine&, const AccessHead&) {
        return Error{Fault::unsupported, "this store keeps no access book"};
    }
    /// Everything this store keeps of a row besides the row, for an erasure; null where it cannot
    /// give it. Owned by the transaction.
    [[nodiscard]] virtual TracesWrite* traces() { return nullptr; }
    /// Null where a store keeps its whole log in one place. Owned by the transaction.
    [[nodiscard]] virtual ArchiveWrite* archive() { return nullptr; }

    [[nodiscard]] virtual Outcome savepoint() = 0;
    [[nodiscard]] virtual Outcome releaseSavepoint() = 0;
    [[nodiscard]] virtual Outcome rollbackToSavepoint() = 0;
    /// Durable when it returns without error.
    [[nodiscard]] virtual Outcome commit() = 0;
};

struct CentralCounts {
    std::uint64_t conflicts = 0;    ///< fields whose heads differ
    std::uint64_t held = 0;         ///< envelopes of unconfirmed phones, and changes
    std::uint64_t quarantined = 0;  ///< envelopes, and changes
    std::uint64_t proposals = 0;    ///< open ones
    std::vector<std::pair<const RecordType*, std::uint64_t>> rows;  ///< not void
};

/// The whole database at one moment, for whoever checks it. Keep it no longer than needed: the
/// write-ahead log grows meanwhile.
class CentralSnapshot {
 public:
    /// False ends the walk.
    using OnLine = std::function<bool(const LogLine&)>;
    virtual ~CentralSnapshot() = default;
    [[nodiscard]] virtual LogHead head() = 0;
    /// By LSN.
    [[nodiscard]] virtual Result<std::vector<Segment>> segments() { return std::vector<Segment>{}; }
    /// A segment's file, read whole. Faults: notFound (it is away), damaged (it is another's, or
    /// not one at all: nothing of it is shown), invalid (its lines are shown, and not what they
    /// were).
    [[nodiscard]] virtual Outcome look(const Segment&) { return {}; }
    /// By LSN; without those of segments that cannot be read.
    [[nodiscard]] virtual Outcome lines(const OnLine& line) = 0;
    /// By type and row, each row's by LSN; the same.
    [[nodiscard]] virtual Outcome linesByRow(const OnLine& line) = 0;
    [[nodiscard]] virtual Result<std::optional<RowState>> row(const RecordType& type,
                                                              const Id& id) = 0;
    /// Rows of a type that no line of the log speaks of.
    [[nodiscard]] virtual Result<std::vector<Id>> rowsWithoutLine(const RecordType& type) = 0;
    [[nodiscard]] virtual Result<std::optional<LogLine>> line(Lsn lsn) = 0;
    using OnEnvelope = std::function<bool(const EnvelopeRow&)>;
    [[nodiscard]] virtual Outcome envelopes(const OnEnvelope& envelope) = 0;
    [[nodiscard]] virtual Result<std::vector<Epoch>> epochs() = 0;
};

/// The central database behind one interface: SQLite by default; another store fills the same.
class Central {
 public:
    virtual ~Central() = default;

    [[nodiscard]] virtual Result<std::optional<CentralIdentity>>
    identity() = 0;  ///< none before init

    /// The one writer's transaction. Fault busy while another one is open.
    [[nodiscard]] virtual Result<std::unique_ptr<CentralWrite>> begin() = 0;

    // Reading, each call one snapshot, safe from any thread.
    [[nodiscard]] virtual Result<FeedPage> feed(const FeedScope& scope, Lsn after,
                                                std::size_t mostRows, std::size_t mostBytes) = 0;
    /// Rows of `parts` (by type) after a place, each as it is now.
    [[nodiscard]] virtual Result<WholePage> whole(const std::vector<WholePart>& parts,
                                                  const WholePlace& after, std::size_t mostRows,
                                                  std::size_t mostBytes) = 0;
    [[nodiscard]] virtual Result<std::uint64_t> countWhole(const std::vector<WholePart>& parts) = 0;
    [[nodiscard]] virtual Result<std::vector<LogLine>> history(TypeNumber type, const Id& row) = 0;
    [[nodiscard]] virtual Result<LogHead> headNow() = 0;
    /// Lives of this database, its own among them, and those phones told of.
    [[nodiscard]] virtual Result<std::vector<Epoch>> epochs() = 0;
    /// Chain hash at `lsn`; nothing beyond the head and at 0.
    [[nodiscard]] virtual Result<std::optional<Bytes>> hashAt(Lsn lsn) = 0;
    [[nodiscard]] virtual Result<std::vector<RecoveryRow>> recoveries() = 0;  ///< oldest first
    [[nodiscard]] virtual Result<std::unique_ptr<CentralSnapshot>> snapshot() = 0;
    /// A consistent copy as one file that must not be there yet (and its segments in a folder
    /// beside it), while others read and write. Durable and compared when it returns. Fault
    /// unsupported where this store has no files.
    [[nodiscard]] virtual Outcome copyTo(const std::filesystem::path& file) = 0;
    [[nodiscard]] virtual Result<std::vector<DeviceRow>> devices() = 0;
    [[nodiscard]] virtual Result<std::optional<DeviceRow>> deviceNow(const Id& id) = 0;
    [[nodiscard]] virtual Result<CentralCounts> counts() = 0;
    [[nodiscard]] virtual Result<std::optional<RowState>> rowNow(const RecordType& type,
                                                                 const Id& id) = 0;
    /// Beside a row, by LSN.
    [[nodiscard]] virtual Result<std::vector<ProposalRow>> proposalsNow(TypeNumber type,
                                                                        const Id& row) = 0;
    /// Changes put aside, the oldest first.
    [[nodiscard]] virtual Result<std::vector<AsideRow>> asideNow() = 0;
    /// Envelopes put aside or held as a whole, the oldest first: those that have their number, then
    /// those kept beside one that has it.
    [[nodiscard]] virtual Result<std::vector<WholeAside>> wholeAsideNow() = 0;
    [[nodiscard]] virtual Result<AccessBook> accessBook() { return AccessBook{}; }
    /// Erasures after a place in the log up to another, by LSN.
    [[nodiscard]] virtual Result<std::vector<ErasureRow>> erasures(Lsn, Lsn) {
        return std::vector<ErasureRow>{};
    }
    /// True from an erasure to the next scrub that succeeds, whatever falls between.
    [[nodiscard]] virtual Result<bool> scrubDue() { return false; }
    /// Takes what was overwritten or deleted out of the files for good. Nobody may be writing.
    /// Fault busy where somebody reads an older moment: then it is still in them.
    [[nodiscard]] virtual Outcome scrub() { return {}; }
    /// Of the log, what has moved into segments, by LSN.
    [[nodiscard]] virtual Result<std::vector<Segment>> segments() { return std::vector<Segment>{}; }
    [[nodiscard]] virtual Result<LogSpan> logSpan(Instant) { return LogSpan{}; }
    /// Deletes files of segments that nothing names and nothing needs, unless somebody reads an
    /// older moment just now.
    virtual void sweepArchive() {}
    /// Takes what was overwritten out of the write-ahead log, and out of the pages it lay in.
    /// Copies that pages of earlier times kept when they were split need scrub(), which stays due.
    /// The same faults.
    [[nodiscard]] virtual Outcome emptyLog() { return {}; }
    [[nodiscard]] virtual Reader& reader() = 0;
};

}  // namespace xiangji::syncd
