#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/random.hpp"
#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"
#include "core/records/catalogue.hpp"
#include "core/sync/invitation.hpp"
#include "syncd/central/central.hpp"
#include "syncd/merge/audit/audit.hpp"
#include "syncd/merge/desk/aside_view.hpp"
#include "syncd/merge/desk/revocation_book.hpp"
#include "syncd/merge/erasing/erasure_book.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// One phone's conversation as the desk sees it. The session makes it after the TLS handshake and
/// keeps it while the connection lives; the desk sets `device` once the key is proven.
struct Caller {
    Bytes exporter;            ///< 32 bytes, label kExporterLabel
    std::string peer;          ///< address, for log lines
    std::optional<Id> device;  ///< proven by Hello or Join
    std::uint32_t level = 1;   ///< its schema level, as it said then
};

struct InviteOrder {
    std::string unitCode;  ///< area code
    std::string role;      ///< catalogue name
    std::string personName;
    int uses = 1;
    double hours = 0.25;
};

struct DeviceView {
    Id device;
    std::string fingerprint;  ///< six characters
    std::string personName;
    std::string unitName;
    std::string role;
    std::string state;  ///< pending active revoked
    Instant joinedMs = 0;
    std::optional<Instant> lastContactMs;
    std::uint64_t lastSeq = 0;
    std::uint64_t cursor = 0;  ///< LSN of its last pull
};

/// What a phone had pulled in another life of the centre and this one lacks or shows differently.
struct RecoveryView {
    Id id;
    std::string type;
    Id row;
    bool there = false;      ///< the centre has the row, with other values
    std::string title;       ///< as proposed
    std::string personName;  ///< whose phone brought it
    Instant atMs = 0;        ///< when it was brought
    struct Cell {
        std::string field;
        Value centre;
        Value proposed;
    };
    std::vector<Cell> cells;  ///< only what differs now
};

/// What an order to erase a row takes away, or took.
struct ErasureView {
    std::string type;
    Id row;
    bool before = false;              ///< it was erased before
    std::vector<std::string> fields;  ///< names of those that have a value
    std::uint64_t lines = 0;          ///< of the log
    struct Link {
        std::string type;
        std::string field;
        std::uint64_t rows = 0;
    };
    std::vector<Link> links;  ///< rows that name whom it reaches: they stay, with an id and no name
    struct Reached {
        std::string type;
        bool emptied = false;  ///< they stay and count, without what they say about people
        std::uint64_t rows = 0;
    };
    std::vector<Reached> reached;  ///< other rows that go with it
    Lsn lsn = 0;                   ///< of the line that tells of it; 0 = nothing was written
    std::uint64_t written = 0;     ///< rows whose values were taken now; the rest was empty before
    bool scrubbed = false;         ///< the files hold nothing of it any more
};

/// Which lines of the log are to move into segments of its archive.
struct ArchiveOrder {
    static constexpr std::uint64_t kSegmentLines = 16'384;
    Instant beforeMs = 0;    ///< those received before
    bool wholeOnly = false;  ///< leave what fills no segment
    bool dryRun = false;
    std::uint64_t mostSegments = 1'000'000;
    std::uint64_t segmentLines = kSegmentLines;
};

struct ArchiveView {
    std::uint64_t lines = 0;  ///< that moved, or would
    std::uint64_t segments = 0;
    Lsn oldest = 0;  ///< in the log afterwards; 0: it is empty
};

struct DeskStatus {
    Id server;
    Id epoch;
    std::uint64_t lsn = 0;
    Bytes headHash;              ///< chain hash at `lsn`
    std::uint64_t segments = 0;  ///< of the log's archive
    Lsn oldestInLog = 0;         ///< what is older has moved there; 0: the log is empty
    std::uint64_t conflicts = 0;
    std::uint64_t held = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t proposals = 0;      ///< that wait for an answer
    std::vector<DeviceView> devices;  ///< oldest contact first
    std::vector<std::pair<std::string, std::uint64_t>>
        rows;  ///< by type name; void rows not counted
};

/// What files may cost a centre; the defaults are the product's, tests shorten them.
struct MediaLimits {
    std::uint64_t mostDayBytes = 1024ULL * 1024 * 1024;  ///< of one phone, a civil day
    std::uint64_t mostPartBytes = 128ULL * 1024 * 1024;  ///< unfinished, of one phone
    std::uint64_t reserveBytes = 1024ULL * 1024 * 1024;  ///< left free for rows and their log
};

/// Where the files of media rows lie; an empty folder's name: this centre takes none.
struct MediaSeat {
    std::filesystem::path folder;
    MediaLimits limits;
};

struct MediaView {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t awaited = 0;              ///< rows whose file has not come
    std::vector<std::string> unreferenced;  ///< hashes, hexadecimal, of files no row names
};

/// The one writer of a central database: a queue, a thread, group commit (one transaction for all
/// that waits, one savepoint an envelope), then the answers. Everything else reads.
class Desk {
 public:
    struct Seats {
        Central& central;
        Clock& clock;
        Random& random;
        const Catalogue& catalogue;
        SigningKey serverKey;
        MediaSeat media = {};
        RevocationBook* revocations = nullptr;  ///< none: only the database knows them
        std::vector<Bytes> formerServers = {};  ///< keys that signed before, and were lost
        ErasureBook* erasures = nullptr;        ///< none: only the database knows them
    };
    /// Carries out again what the revocation book has and the database lost, then starts the
    /// writer. Fails where the server's clock is behind the log: merging then would
    /// order new before old.
    [[nodiscard]] static Result<std::unique_ptr<Desk>> open(Seats seats);
    virtual ~Desk() = default;  ///< finishes what is queued, then stops

    using Done = std::function<void(wire::Reply)>;
    /// Answers one request. `done` is called exactly once, from the writer's or a reader's thread,
    /// after whatever the reply promises is durable. When the queue is full it is called at once
    /// with CODE_COME_BACK.
    virtual void ask(std::shared_ptr<Caller> caller, wire::Request request, Done done) = 0;

    /// A parcel of a bundle, whoever brings it: opened, each envelope in it treated as if its own
    /// phone had sent it, and answered with receipts sealed to that phone. What cannot be opened is
    /// recorded, and the answer says why. Waits for the writer.
    [[nodiscard]] virtual Result<wire::Delivered> deliver(const wire::Parcel& parcel) = 0;

    // What the township's own commands ask (over the control socket). They wait for the writer.
    [[nodiscard]] virtual Result<Invitation> invite(const InviteOrder& order,
                                                    const Address& reachedAt) = 0;
    [[nodiscard]] virtual Result<DeviceView> confirm(const Id& device) = 0;
    [[nodiscard]] virtual Result<DeviceView> revoke(const Id& device) = 0;
    [[nodiscard]] virtual Result<DeskStatus> status() = 0;
    /// After a restore, oldest first; what the centre has meanwhile is not among it.
    [[nodiscard]] virtual Result<std::vector<RecoveryView>> recovery() = 0;
    /// Takes proposals over as they are (in the order given), or drops them.
    [[nodiscard]] virtual Outcome acceptRecovery(const std::vector<Id>& proposals) = 0;
    [[nodiscard]] virtual Outcome dismissRecovery(const std::vector<Id>& proposals) = 0;

    /// Moves old lines into the archive, a segment a transaction, while phones go on. What was
    /// moved before an error stays moved.
    [[nodiscard]] virtual Result<ArchiveView> archive(const ArchiveOrder&) {
        return Error{Fault::unsupported, "this desk keeps no archive"};
    }
    /// A consistent copy of the central database as one new file, while phones go on.
    [[nodiscard]] virtual Outcome copyTo(const std::filesystem::path& file) = 0;
    [[nodiscard]] virtual Id ownDevice() const = 0;  ///< the centre's own
    /// The whole history checked; `outside` is a head that was written down elsewhere.
    [[nodiscard]] virtual Result<AuditReport> audit(const std::optional<LogHead>& outside) = 0;
    /// What is held, then what is in quarantine, the oldest first.
    [[nodiscard]] virtual Result<std::vector<AsideView>> aside() = 0;
    /// Decides one of them once more. Faults: notFound (it got its verdict meanwhile), refused (it
    /// never can; says what to do instead).
    [[nodiscard]] virtual Result<std::vector<wire::ChangeVerdict>> retryAside(
        const AsideView& aside) = 0;
    [[nodiscard]] virtual Result<MediaView> mediaView() { return MediaView{}; }

    /// A line in the access book, durable when it returns without error: whoever shows protected
    /// values does so only then.
    [[nodiscard]] virtual Outcome noteAccess(const AccessEntry&) {
        return Error{Fault::unsupported, "this desk keeps no access book"};
    }
    [[nodiscard]] virtual Result<AccessBook> accessBook() { return AccessBook{}; }

    /// A media row that names this file; none = no row does.
    [[nodiscard]] virtual Result<std::optional<Id>> rowOfFile(const Bytes&) {
        return std::optional<Id>();
    }
    /// What erasing a row would take away; nothing is changed.
    [[nodiscard]] virtual Result<ErasureView> lookErasure(const std::string&, const Id&) {
        return Error{Fault::unsupported, "this desk erases nothing"};
    }
    /// Takes a person's values out of a row and of all that the centre keeps of it, for good;
    /// phones follow at their next contact. `by` gave the order; why stands in the access book
    /// alone.
    /// `scrub`: whether the file is written anew at once, while everybody waits, or at the next
    /// scrubErased.
    enum class Scrub { now, later };
    [[nodiscard]] virtual Result<ErasureView> erase(const std::string& type, const Id& row,
                                                    const std::string& by,
                                                    const std::string& reason,
                                                    Scrub scrub = Scrub::now) {
        static_cast<void>(by);
        static_cast<void>(reason);
        static_cast<void>(scrub);
        return lookErasure(type, row);
    }
    /// Writes the file anew where an erasure left that for later; true if there was one. Fault busy
    /// where somebody reads an older moment.
    [[nodiscard]] virtual Result<bool> scrubErased() { return false; }
};

/// What `syncd init` does: server and epoch ids, the unit tree and the festivals, written as
/// envelopes of the server's own device. Fails with words where the database is not empty or the
/// CSV has a wrong line (number and reason).
[[nodiscard]] Outcome furnish(const Desk::Seats& seats, const std::string& unitsCsv);

}  // namespace xiangji::syncd
