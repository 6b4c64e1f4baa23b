#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "core/base/id.hpp"
#include "core/base/stamp.hpp"
#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"
#include "core/store/made_rows.hpp"
#include "core/store/phone_seal.hpp"
#include "wire/kept.pb.h"

namespace xiangji {

/// A phone's file: the record tables and, beside them (each with an underscore, so that no record
/// type can take its name),
///   phone     what the phone knows of itself, by name
///   outbox    envelopes without a receipt
///   sent      envelopes with one, kept for a centre that lost them
///   former    of these, the ones of a key the home had before
///   overlay   own edits not yet in a pulled row
///   made      what lies beside the rows of envelopes without a receipt
///   conflict  fields whose heads differ, as last pulled
///   verdict   what was refused, quarantined, held
///   draft     what is typed and not saved
///   label     public names of rows outside the scope
///   proposal  beside rows, as pulled, and own ones
///   settling  conflicts with an own settlement on its way
///   carried   other phones' parcels, sealed
///   epoch     lives of the centre
///   witness   the greatest head held of each
///   place     where in the log each pulled row stood
///   lost      rows pulled in a life of the centre that a restore has cut off
/// Not thread-safe; whoever owns it locks. Methods throw SqlFault.
class PhoneDatabase {
 public:
    /// `key`: the one under which the file lies encrypted; none: in the clear.
    [[nodiscard]] static Result<std::unique_ptr<PhoneDatabase>> open(
        const std::filesystem::path& file, const Catalogue& catalogue,
        const FileKey* key = nullptr);

    [[nodiscard]] Connection& connection() { return *connection_; }
    [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }

    /// For sealed fields; without one they can be neither written nor received.
    void useSeal(const SigningKey& device) { seal_.emplace(device); }
    [[nodiscard]] const PhoneSeal* seal() const { return seal_ ? &*seal_ : nullptr; }

    /// Read once and remembered: nobody else writes this file while its home is locked.
    [[nodiscard]] std::optional<Value> known(std::string_view name);
    void know(std::string_view name, Value value);
    [[nodiscard]] std::string knownText(std::string_view name);
    [[nodiscard]] Bytes knownBytes(std::string_view name);
    [[nodiscard]] std::int64_t knownInteger(std::string_view name);
    [[nodiscard]] Id knownId(std::string_view name);

    /// Schema level at which the centre serves this phone; 0 = it has not said.
    [[nodiscard]] std::uint32_t servedLevel();

    [[nodiscard]] std::optional<wire::Overlay> overlay(TypeNumber type, const Id& row);
    /// Rows of an envelope without overlays of their own yet; these they get before its receipt
    /// speaks of them, one by one.
    [[nodiscard]] MadeRows& made() { return made_; }
    /// It has an overlay of its own, not only a word in an envelope's line.
    [[nodiscard]] bool standsAlone(const MadeRows::Name& name) { return alone().contains(name); }
    void tellApart(std::uint64_t seq);
    /// The same of every envelope.
    void tellAllApart();
    /// An overlay without cells and without an insert is removed, unless its row is yet to go.
    void putOverlay(TypeNumber type, const Id& row, const wire::Overlay& overlay);
    void dropOverlay(TypeNumber type, const Id& row);

 private:
    PhoneDatabase(std::unique_ptr<Connection> connection, const Catalogue& catalogue)
        : connection_(std::move(connection)), catalogue_(catalogue), made_(*connection_) {}

    [[nodiscard]] std::optional<Value>& remembered(std::string_view name);
    using Names = std::unordered_set<MadeRows::Name, MadeRows::NameHash>;
    /// Rows with overlays of their own: read once, and again after a transaction that did not hold.
    [[nodiscard]] Names& alone();

    std::unique_ptr<Connection> connection_;
    const Catalogue& catalogue_;
    std::optional<PhoneSeal> seal_;
    MadeRows made_;
    std::map<std::string, std::optional<Value>, std::less<>> known_;  ///< of `phone`, as asked for
    std::uint64_t rollbacks_ = 0;                                     ///< when they were read
    std::optional<Names> alone_;
    std::uint64_t aloneRollbacks_ = 0;
};

/// Names in `phone`.
namespace known {
inline constexpr std::string_view kServer = "server";
inline constexpr std::string_view kServerKey = "server_key";
inline constexpr std::string_view kEpoch = "epoch";
inline constexpr std::string_view kCursor = "cursor";  ///< where the next page begins
inline constexpr std::string_view kSeen =
    "seen";  ///< every change of the scope up to here was shown
inline constexpr std::string_view kHost = "host";
inline constexpr std::string_view kPort = "port";
inline constexpr std::string_view kPin = "pin";
inline constexpr std::string_view kBackupPin = "backup_pin";
inline constexpr std::string_view kStanding = "standing";
inline constexpr std::string_view kLastContact = "last_contact_ms";
inline constexpr std::string_view kLastSeq = "last_seq";
inline constexpr std::string_view kLastHash = "last_hash";
inline constexpr std::string_view kLastHlc = "last_hlc";
inline constexpr std::string_view kClockOffset =
    "clock_offset_ms";  ///< server minus phone, where the phone ran ahead
inline constexpr std::string_view kUndo = "undo";  ///< wire::Undo of the last own transaction
inline constexpr std::string_view kScope =
    "scope";  ///< the wire::Scope by which rows are held; empty = none stated yet
inline constexpr std::string_view kBackfills =
    "backfills";  ///< wire::Backfills: what of it is still to be read whole
inline constexpr std::string_view kJoinedBy = "joined_by";  ///< hash of the invitation's secret
inline constexpr std::string_view kCertificate = "certificate";  ///< wire::Certificate
inline constexpr std::string_view kForked = "forked";  ///< another phone writes under its key
inline constexpr std::string_view kDevice = "device";  ///< whose file it is, after a change of key
inline constexpr std::string_view kFormerLives = "former_lives";  ///< how many keys came before
inline constexpr std::string_view kFormerCertificates =
    "former_certificates";  ///< wire::FormerCertificates
inline constexpr std::string_view kCentreHas =
    "centre_has";  ///< the last of this device's envelopes that the centre had when it greeted
inline constexpr std::string_view kFormerDue =
    "former_due";  ///< a restored centre may lack what former keys sent
inline constexpr std::string_view kPlacesFolded =
    "places_folded";  ///< how many lines the places of rows took when they were last folded
}  // namespace known

}  // namespace xiangji
