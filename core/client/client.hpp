#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/random.hpp"
#include "core/base/result.hpp"
#include "core/client/key_seat.hpp"
#include "core/client/network_seat.hpp"
#include "core/records/catalogue.hpp"
#include "core/records/value_text.hpp"
#include "core/sync/bundle.hpp"
#include "core/sync/link.hpp"

namespace xiangji {

/// What one phone's core needs from the world around it. Everything outlives the client.
struct ClientSeats {
    Clock& clock;
    Random& random;
    KeySeat& keys;
    LinkMaker& links;
    NetworkSeat* network = nullptr;  ///< none: a network that costs nothing
};

// ---- writing
// -------------------------------------------------------------------------------------------------------

struct Insert {
    const RecordType* type = nullptr;
    Fields fields;         ///< own fields only; home, author, time and state are filled in
    std::optional<Id> id;  ///< unset = made here (UUIDv7, or by natural key)
};
struct Edit {
    const RecordType* type = nullptr;
    Id id;
    Fields fields;  ///< only what changes; monostate unsets
};
struct Act {
    const RecordType* type = nullptr;
    Id id;
    std::string action;
    std::string reason;
};
struct Void {
    const RecordType* type = nullptr;
    Id id;
    std::string reason;
};
/// Chooses the value of a field in conflict; it has seen what this phone shows of the conflict.
struct Settle {
    const RecordType* type = nullptr;
    Id id;
    FieldNumber field = 0;
    Value value;
};
enum class Answer { accept, decline, withdraw };
/// What becomes of a proposal.
struct AnswerProposal {
    Id proposal;
    Answer answer = Answer::accept;
    std::string reason;  ///< needed to decline
};
/// An Edit of what is the office's to change (classes R and S, a locked state) becomes a proposal
/// beside the row, unless this phone's person is of the office.
using Operation = std::variant<Insert, Edit, Act, Void, Settle, AnswerProposal>;

/// A file to keep and to send, and the media row that names it.
struct MediaAdd {
    std::filesystem::path file;
    Fields fields;               ///< of the row; what can be read from the file is filled in
    std::optional<Id> activity;  ///< whose pictures it joins
    std::optional<Id> id;        ///< of the row; unset = made here
};

enum class MediaSize { thumbnail, whole };

// ---- reading
// -------------------------------------------------------------------------------------------------------

/// How far a row has come. Shown to people as 待发送, 已送达, …, never as "outbox".
enum class SendState {
    delivered,  ///< nothing of it waits
    waiting,    ///< some of it has not been receipted
    held,       ///< received by the centre, waiting there (device not confirmed yet)
    refused,    ///< the centre refused the last change; see Client::refusals
};

struct RowView {
    const RecordType* type = nullptr;
    Id id;
    Fields fields;  ///< own and common; unset fields are absent
    bool voided = false;
    bool editedAfterVoid = false;
    SendState sendState = SendState::delivered;
    bool conflict = false;
};

struct Query {
    std::vector<std::pair<FieldNumber, Value>> where;  ///< equal to; a set field: contains
    std::optional<FieldNumber> orderBy;                ///< unset = by id
    bool descending = false;
    bool voidedToo = false;
    std::size_t most = 0;  ///< 0 = all
};

struct WriteView {
    Value value;
    Id author;  ///< person; none if not known here
    std::string authorName;
    Instant atMs = 0;
};

/// What somebody asks to have changed where the row is the office's to change.
struct ProposalView {
    enum class State { open, accepted, declined, withdrawn };
    Id id;
    const RecordType* type = nullptr;
    Id row;
    State state = State::open;
    SendState sendState = SendState::delivered;  ///< of the proposal, or of this phone's answer
    Fields fields;   ///< what it asks for; of a set field the elements it adds
    Fields removed;  ///< set fields: the elements it takes out
    Id author;
    std::string authorName;
    Instant atMs = 0;
    std::string answeredBy, reason;  ///< a name, empty while open; of the answer
    bool mayAnswer = false;          ///< this phone's person may decline it
    bool mayAccept = false;  ///< and accept it: he may write all of it, and it is not about him
    bool mayWithdraw = false;
};

/// What an undo did, or what the next one would do.
struct Undone {
    std::uint64_t seq = 0;  ///< of the transaction
    std::vector<std::pair<const RecordType*, Id>> rows;
};

/// A field two people gave different values apart.
struct ConflictView {
    Id id;  ///< names (row, field, other write)
    const RecordType* type = nullptr;
    Id row;
    const Field* field = nullptr;
    WriteView shown;
    WriteView other;
    bool maySettle = false;  ///< this phone's person: office, author of the row or of a value
};

/// One of this phone's transactions the centre did not simply take, or that it holds.
struct VerdictView {
    std::uint64_t seq = 0;
    const RecordType* type = nullptr;
    Id row;
    SendState state = SendState::refused;
    std::string reason;  ///< code
    std::string words;   ///< for a person
    Instant atMs = 0;
    Fields fields;  ///< what it wrote: a refused row is gone from the lists, its text is not
};

struct HistoryView {
    std::string verb;    ///< insert edit void act settle propose answer
    std::string action;  ///< of an act its name; of an answer accept, decline or withdraw
    std::string reason;
    Fields fields;   ///< values written; of a set field the elements added
    Fields removed;  ///< set fields: the elements taken out
    std::string authorName;
    Id author;
    Instant atMs = 0;
    std::uint64_t lsn = 0;  ///< 0 = not at the centre yet
};

struct History {
    std::vector<HistoryView> entries;
    bool complete = false;  ///< false: the centre was out of reach; only what this phone wrote
};

/// What a phone knows of itself.
struct Me {
    bool joined = false;
    bool pending = false;
    Id device;
    Id person;
    std::string personName;
    Id unit;
    std::string unitName;
    std::vector<Role> roles;  ///< at `unit` or above
    std::string host;
    std::string fingerprint;  ///< six characters of the key, compared with the office's screen
};

/// Where a media row's file is.
enum class FileStanding {
    elsewhere,  ///< not on this phone
    waiting,    ///< made here, on its way to the centre
    delivered,  ///< made here, safe at the centre too
    refused,    ///< made here; the centre won't have it, it stays on this phone
    fetched,    ///< a copy of the centre's
};

struct MediaView {
    FileStanding standing = FileStanding::elsewhere;
    std::string words;                               ///< why it is refused
    std::optional<std::filesystem::path> thumbnail;  ///< on this phone now
    std::optional<std::filesystem::path> whole;
};

struct Status {
    std::uint64_t unsent = 0;  ///< transactions without a receipt
    std::uint64_t receipted = 0;
    std::uint64_t held = 0;
    std::uint64_t refused = 0;  ///< changes refused or quarantined
    std::uint64_t conflicts = 0;
    bool copied = false;     ///< its key is used elsewhere too: join again, or nothing goes out
    bool encrypted = false;  ///< the whole database, under a key of its own
    std::optional<Fault> clearBecause;  ///< why it is not (database_key)
    std::uint64_t cursor = 0;
    Id epoch;
    std::optional<Instant> lastContactMs;
    std::optional<Instant> oldestUnsentMs;
    std::vector<std::pair<const RecordType*, std::uint64_t>> unsentByType;  ///< rows, by type
    std::uint64_t filesWaiting = 0;
    std::uint64_t fileBytesWaiting = 0;
    std::uint64_t filesRefused = 0;
};

struct SyncProgress {
    std::uint64_t sent = 0;
    std::uint64_t toSend = 0;
    std::uint64_t received = 0;
    std::uint64_t toReceive = 0;
    std::uint64_t receivedBytes = 0;  ///< of what is read whole (a first sync, a new unit)
    std::uint64_t toReceiveBytes = 0;
    std::uint64_t fileBytesSent = 0;  ///< after the rows
    std::uint64_t fileBytesToSend = 0;
};

enum class SyncEnd {
    done,
    unreachable,  ///< nothing lost; it can be tried again at any time
    refused,      ///< the centre won't have this phone, or the key is wrong
    failed,       ///< this phone could not (disk full, damaged)
};

struct SyncReport {
    SyncEnd end = SyncEnd::done;
    std::string words;  ///< why not, in one sentence, what is safe, what to do; empty when done
    std::uint64_t sent = 0;      ///< envelopes receipted by this run
    std::uint64_t received = 0;  ///< rows received
    std::uint64_t waiting = 0;   ///< envelopes still without a receipt
    std::uint64_t handedOn = 0;  ///< others' parcels, carried here and delivered
    std::vector<VerdictView>
        verdicts;  ///< of this run's envelopes: every change, taken ones too (words empty)
    std::uint64_t filesSent = 0;
    std::uint64_t filesWaiting = 0;
    std::string filesWords;             ///< why files still wait; rows never wait for them
    bool filesFailed = false;           ///< files could not go, though this network may carry them
    std::uint32_t comeBackSeconds = 0;  ///< when a full centre wants to be asked again; 0 = no word
    bool copied = false;                ///< as Status::copied
};

struct JoinReport {
    Me me;
    bool renewed = false;     ///< it belonged there before: address and keys of the centre are new
    bool anew = false;        ///< the home was a copy: the same person, but a device of its own now
    std::uint64_t again = 0;  ///< transactions the centre had not taken: they are sent again
    Me former;                ///< what it was before: let in still, for who goes on with its key
    SyncReport firstSync;     ///< joining pulls the unit tree and festivals at once
};

// ---- the client
// ----------------------------------------------------------------------------------------------------

/// What waits here, written into a bundle for the centre; it stays until its receipts come.
struct BundleWritten {
    std::uint64_t envelopes = 0;  ///< own transactions without a receipt
    std::uint64_t carried = 0;    ///< others' parcels, passed on
    std::uint64_t bytes = 0;
    bool whole = true;    ///< false: from a damaged database, some could not be read
    bool copied = false;  ///< this home is a copy (Status::copied): nothing of its own went in
};

/// What a bundle held for this phone, or for others by its hand.
struct BundleRead {
    std::uint64_t receipts = 0;  ///< own transactions that are settled now
    std::uint64_t carried = 0;   ///< others' parcels, kept and handed on at the next contact
    std::uint64_t full = 0;      ///< others' parcels for which there was no room (64 MiB)
    std::vector<VerdictView> verdicts;
    std::string words;  ///< what was wrong with it, what is safe, what to do; empty = nothing
};

/// One phone's core: what the app, the command line and the simulator use.
///
/// Every call is safe from any thread: one mutex guards the database; sync() holds it only between
/// its network calls, so a person can go on writing while it runs. What a call has reported as
/// saved survives kill -9, power cuts and a full disk. A home has one lock: a second process gets
/// Fault::busy.
class Client {
 public:
    /// Opens a home (encrypted where this program can: database_key), making the directory where
    /// there is none. Waits at most `lockWaitMs` for another process to leave. Faults: busy,
    /// damaged (says how to export what can be read), diskFull, failed, and those of openDatabase.
    [[nodiscard]] static Result<std::unique_ptr<Client>> open(const std::filesystem::path& home,
                                                              ClientSeats seats,
                                                              int lockWaitMs = 10'000);
    virtual ~Client() = default;

    // Joining.
    /// `pasted` holds an invitation somewhere; `holder` is the person's name where the invitation
    /// asks for it. Joining twice with the same invitation and key gives the same answer. Where the
    /// centre this phone belongs to does not answer under what it knows, another invitation of it
    /// renews address and keys, nothing else. Where the home is a copy (Status::copied), one makes
    /// it another device of the same person, and what the centre did not take waits again. Faults:
    /// invalid, unreachable, busy, untrusted, refused.
    [[nodiscard]] virtual Result<JoinReport> join(const std::string& pasted,
                                                  const std::string& holder) = 0;
    [[nodiscard]] virtual Me me() const = 0;

    // Writing: all of it or none, one transaction, one envelope. Ids of the operations' rows, in
    // order.
    /// Faults: invalid, notFound, refused (role or state), diskFull. On any fault nothing has
    /// changed.
    [[nodiscard]] virtual Result<std::vector<Id>> write(
        const std::vector<Operation>& operations) = 0;

    /// Takes the last transaction of this phone back, as a new one: what was added is made void,
    /// what was changed gets its old values, sets lose what they got. Faults: notFound (there is
    /// none), refused (it has no way back, or somebody has written there since: never a silent
    /// overwrite; what the phone does not know yet becomes a kept conflict at the centre).
    [[nodiscard]] virtual Result<Undone> undo() = 0;
    /// What undo() would take back; nothing if there is nothing or no way.
    [[nodiscard]] virtual Result<std::optional<Undone>> undoable() const = 0;
    // Files of media rows: kept on this phone at once, sent after the rows.
    /// Keeps a copy of the file, adds its row and links it, all in one transaction; the row's id.
    /// Faults: as write, notFound (no such file), invalid (empty, more than 32 MiB, of no kind).
    [[nodiscard]] virtual Result<Id> addMedia(const MediaAdd& add) = 0;
    /// What is known of a row's file without asking anybody.
    [[nodiscard]] virtual Result<MediaView> media(const Id& row) const = 0;
    /// The file of a row on this phone, asked of the centre where it is not here yet. Faults:
    /// notFound, refused (not for this person), unreachable, busy, untrusted, diskFull.
    [[nodiscard]] virtual Result<std::filesystem::path> fetchMedia(const Id& row,
                                                                   MediaSize size) = 0;
    /// Whether whole files wait for a network that costs nothing; they do unless told otherwise.
    [[nodiscard]] virtual bool filesOnlyOnFreeNetwork() const = 0;
    [[nodiscard]] virtual Outcome setFilesOnlyOnFreeNetwork(bool only) = 0;

    // Reading.
    [[nodiscard]] virtual Result<std::vector<RowView>> list(const RecordType& type,
                                                            const Query& query) const = 0;
    [[nodiscard]] virtual Result<std::uint64_t> count(const RecordType& type,
                                                      const Query& query) const = 0;
    /// Faults: notFound.
    [[nodiscard]] virtual Result<RowView> row(const RecordType& type, const Id& id) const = 0;
    /// Asks the centre when it can be reached within a few seconds; else what this phone wrote.
    [[nodiscard]] virtual Result<History> history(const RecordType& type, const Id& id) = 0;
    [[nodiscard]] virtual Result<std::vector<ConflictView>> conflicts() const = 0;
    /// Beside rows, the newest first: open ones, and those that were answered lately.
    [[nodiscard]] virtual Result<std::vector<ProposalView>> proposals() const = 0;
    /// Refused, quarantined and held changes, newest first.
    [[nodiscard]] virtual Result<std::vector<VerdictView>> verdicts() const = 0;
    [[nodiscard]] virtual Result<Status> status() const = 0;
    /// For parseValue: units of this phone by area code.
    [[nodiscard]] virtual UnitByCode unitByCode() const = 0;
    /// The title of a row for a person ("樟树市…", a person's name); empty if it is not on this
    /// phone.
    [[nodiscard]] virtual std::string titleOf(const RecordType& type, const Id& id) const = 0;

    // Syncing. One run at a time: a second caller gets `unreachable`-free words that one is under
    // way.
    using Progress = std::function<void(const SyncProgress&)>;
    [[nodiscard]] virtual SyncReport sync(const Progress& progress) = 0;

    // Without a network: bundles, sealed to the centre. Whoever carries one cannot read it, and
    // nothing counts twice however often and by whatever way it arrives.
    /// Faults: refused (has not joined), diskFull, damaged, those of `sink`.
    [[nodiscard]] virtual Result<BundleWritten> writeBundle(const BundleSink& sink) = 0;
    /// Receipts for this phone are taken, what is others' is carried. Faults: invalid (no bundle),
    /// refused (has not joined, or of another centre), unsupported, those of `source`.
    [[nodiscard]] virtual Result<BundleRead> readBundle(const BundleSource& source) = 0;

    // Drafts: what a person typed and has not saved; never sent, survives kill -9. `key` is the
    // page's, `json` its own.
    [[nodiscard]] virtual Outcome saveDraft(const std::string& key, const std::string& json) = 0;
    [[nodiscard]] virtual Result<std::optional<std::string>> draft(
        const std::string& key) const = 0;
    [[nodiscard]] virtual Outcome dropDraft(const std::string& key) = 0;

    /// One listener, called after every change of rows, from the thread that made it (sync's too).
    virtual void onChange(std::function<void()> listener) = 0;
};

}  // namespace xiangji
