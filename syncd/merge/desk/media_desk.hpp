#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "core/media/file_store.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/desk/media_access.hpp"

namespace xiangji::syncd {

/// What a question about files is answered with; before it leaves, the row is to say how far its
/// file has come.
struct MediaAnswer {
    wire::Reply reply;
    Id row;                        ///< none: the row has nothing new to say
    std::int64_t uploadState = 0;  ///< what it should say
};

/// Takes and gives the files of media rows. Whole files lie in a FileStore under their hash, and
/// `rows/` in it notes for which rows a file was delivered or shown to be held: knowing a file's
/// name is not enough to come by it. What it calls complete is durable and its hash was checked
/// (P2). One thread: files wait for each other and for nobody else (P7).
class MediaDesk {
 public:
    MediaDesk(Central& central, const Catalogue& catalogue, const MediaSeat& seat)
        : access_(central, catalogue),
          uploads_(*catalogue.find("media")->field("upload_state")),
          limits_(seat.limits),
          files_(seat.folder),
          media_(*catalogue.find("media")) {}

    [[nodiscard]] Result<MediaAnswer> answer(const DeviceRow& device, const Bytes& exporter,
                                             const wire::Request& request,
                                             std::shared_ptr<const Authority> authority,
                                             Instant nowMs);

    /// Takes the files, parts and thumbnails of erased rows away for good; whoever comes with such
    /// a file again, by whatever row, keeps it.
    [[nodiscard]] Outcome dropErased(Central& central);

    /// Files of the folder that no media row names, for a person to look at; nothing deletes them.
    [[nodiscard]] Result<MediaView> view(Reader& reader, const RecordType& media) const;

 private:
    [[nodiscard]] Result<wire::MediaStandings> offered(const DeviceRow& device,
                                                       const wire::MediaOffer& offer);
    [[nodiscard]] Result<MediaAnswer> chunk(const DeviceRow& device, const wire::MediaChunk& chunk,
                                            Instant nowMs);
    [[nodiscard]] Result<MediaAnswer> proof(const DeviceRow& device, const Bytes& exporter,
                                            const wire::MediaProof& proof);
    [[nodiscard]] Result<wire::MediaPiece> piece(const DeviceRow& device,
                                                 const wire::MediaWanted& wanted,
                                                 std::shared_ptr<const Authority> authority,
                                                 Instant nowMs);

    [[nodiscard]] Result<std::optional<MediaRow>> rowToSend(const DeviceRow& device,
                                                            std::string_view id);
    [[nodiscard]] wire::MediaStanding standing(const DeviceRow& device, const MediaRow& row) const;
    [[nodiscard]] Outcome thumb(const MediaRow& row, const wire::MediaChunk& chunk);
    [[nodiscard]] Result<wire::MediaStanding> take(const DeviceRow& device, const MediaRow& row,
                                                   const wire::MediaChunk& chunk, Instant nowMs);
    [[nodiscard]] bool mayTakeMore(const Id& device, std::size_t bytes, Instant nowMs);
    [[nodiscard]] Outcome roomLeft() const;
    [[nodiscard]] bool delivered(const MediaRow& row) const;
    [[nodiscard]] Outcome noteDelivered(const MediaRow& row) const;
    [[nodiscard]] MediaAnswer told(const MediaRow& row, wire::MediaStanding standing) const;

    struct Day {
        std::string date;
        std::uint64_t bytes = 0;
    };

    MediaAccess access_;
    const Field& uploads_;
    MediaLimits limits_;
    FileStore files_;
    const RecordType& media_;
    std::set<Bytes> erased_;  ///< files that may not come again
    std::map<Id, Day> days_;  ///< what each device has sent today; begins anew with the process
};

}  // namespace xiangji::syncd
