#include "syncd/merge/desk/media_desk.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "core/base/civil_time.hpp"
#include "core/media/limits.hpp"
#include "core/media/possession.hpp"
#include "syncd/merge/erasing/erased_values.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostChunkBytes = 512 * 1024;
constexpr std::size_t kMostUnreferenced = 1'000;

wire::MediaStanding saying(std::string_view row, wire::MediaStanding::State state,
                           std::string words = {}) {
    wire::MediaStanding standing;
    standing.set_row(std::string(row));
    standing.set_state(state);
    standing.set_words(std::move(words));
    return standing;
}

wire::MediaStanding notYet(std::string_view row) {
    return saying(row, wire::MediaStanding::STATE_NOT_YET,
                  "the centre does not have the row of this file yet; it follows the row");
}

std::filesystem::path notePath(const FileStore& files, const Id& row) {
    return files.root() / "rows" / row.text().substr(row.text().size() - 2) / row.text();
}

}  // namespace

Result<MediaAnswer> MediaDesk::answer(const DeviceRow& device, const Bytes& exporter,
                                      const wire::Request& request,
                                      std::shared_ptr<const Authority> authority, Instant nowMs) {
    if (request.has_media_chunk()) {
        return chunk(device, request.media_chunk(), nowMs);
    }
    if (request.has_media_proof()) {
        return proof(device, exporter, request.media_proof());
    }
    MediaAnswer answer;
    if (request.has_media_offer()) {
        XIANGJI_LET(standings, offered(device, request.media_offer()));
        *answer.reply.mutable_media_standings() = std::move(standings);
        return answer;
    }
    XIANGJI_LET(found, piece(device, request.media_wanted(), std::move(authority), nowMs));
    *answer.reply.mutable_media_piece() = std::move(found);
    return answer;
}

Result<std::optional<MediaRow>> MediaDesk::rowToSend(const DeviceRow& device, std::string_view id) {
    XIANGJI_LET(row, access_.row(Id::fromBytes(id).value_or(Id{})));
    return row && MediaAccess::maySend(*row, device) ? row : std::optional<MediaRow>();
}

wire::MediaStanding MediaDesk::standing(const DeviceRow& device, const MediaRow& row) const {
    const auto id = row.id.bytes();
    using Standing = wire::MediaStanding;
    if (row.voided) {
        return saying(id, Standing::STATE_REFUSED, "the row is void; its file is not taken");
    }
    if (erased_.contains(row.sha256)) {
        return saying(id, Standing::STATE_REFUSED,
                      "this photo was erased by order; it is not taken");
    }
    if (row.sha256.size() != 32 || row.bytes == 0 || row.bytes > kMaxMediaBytes) {
        return saying(id, Standing::STATE_REFUSED,
                      "the row names no file of 1 byte to 32 MiB; add the file again");
    }
    Standing standing;
    standing.set_row(id);
    standing.set_wants_thumb(!files_.hasThumb(row.id));
    if (delivered(row)) {
        standing.set_state(Standing::STATE_COMPLETE);
        standing.set_held(row.bytes);
    } else if (files_.has(row.sha256)) {
        standing.set_state(Standing::STATE_PROVE);
    } else {
        standing.set_state(Standing::STATE_WANTED);
        standing.set_held(files_.partSize(device.device, row.sha256));
    }
    return standing;
}

Result<wire::MediaStandings> MediaDesk::offered(const DeviceRow& device,
                                                const wire::MediaOffer& offer) {
    wire::MediaStandings standings;
    for (const auto& item : offer.items()) {
        if (static_cast<std::size_t>(standings.items_size()) == kMaxMediaOffers) {
            break;
        }
        XIANGJI_LET(row, rowToSend(device, item.row()));
        if (!row) {
            *standings.add_items() = notYet(item.row());
        } else if (item.sha256() != row->sha256 || item.bytes() != row->bytes) {
            *standings.add_items() =
                saying(item.row(), wire::MediaStanding::STATE_REFUSED,
                       "the row names another file than the one that was offered");
        } else {
            auto& at = *standings.add_items() = standing(device, *row);
            // A crash may have left a delivered file whose row does not say so: shown once more,
            // it will.
            if (at.state() == wire::MediaStanding::STATE_COMPLETE &&
                row->uploadState != uploads_.choice("complete")->number) {
                at.set_state(wire::MediaStanding::STATE_PROVE);
            }
        }
    }
    return standings;
}

MediaAnswer MediaDesk::told(const MediaRow& row, wire::MediaStanding standing) const {
    MediaAnswer answer;
    const bool complete = standing.state() == wire::MediaStanding::STATE_COMPLETE;
    const auto state = uploads_.choice(complete ? "complete" : "partial")->number;
    if (state > row.uploadState && (complete || files_.hasThumb(row.id))) {
        answer.row = row.id;
        answer.uploadState = state;
    }
    *answer.reply.mutable_media_standing() = std::move(standing);
    return answer;
}

Result<MediaAnswer> MediaDesk::chunk(const DeviceRow& device, const wire::MediaChunk& chunk,
                                     Instant nowMs) {
    XIANGJI_LET(row, rowToSend(device, chunk.row()));
    if (!row) {
        MediaAnswer answer;
        *answer.reply.mutable_media_standing() = notYet(chunk.row());
        return answer;
    }
    auto at = standing(device, *row);
    if (chunk.part() == wire::MEDIA_PART_THUMB && at.wants_thumb()) {
        XIANGJI_TRY(thumb(*row, chunk));
        at = standing(device, *row);
    } else if (chunk.part() == wire::MEDIA_PART_FILE &&
               at.state() == wire::MediaStanding::STATE_WANTED) {
        XIANGJI_LET(next, take(device, *row, chunk, nowMs));
        at = std::move(next);
    }
    return told(*row, std::move(at));
}

Outcome MediaDesk::thumb(const MediaRow& row, const wire::MediaChunk& chunk) {
    // What is no JPEG or too large is left out; the file itself goes on.
    if (chunk.bytes().size() > kMaxThumbBytes || !chunk.bytes().starts_with("\xff\xd8\xff")) {
        return {};
    }
    XIANGJI_TRY(roomLeft());
    return files_.keepThumb(row.id, chunk.bytes());
}

Result<wire::MediaStanding> MediaDesk::take(const DeviceRow& device, const MediaRow& row,
                                            const wire::MediaChunk& chunk, Instant nowMs) {
    const auto& bytes = chunk.bytes();
    const auto held = files_.partSize(device.device, row.sha256);
    // After a crash between the last chunk and the check the whole part lies there.
    if (held < row.bytes) {
        if (bytes.empty() || bytes.size() > kMostChunkBytes || chunk.offset() > row.bytes ||
            bytes.size() > row.bytes - chunk.offset()) {
            return saying(row.id.bytes(), wire::MediaStanding::STATE_REFUSED,
                          "a chunk does not fit the file that the row names; add the file again");
        }
        if (!mayTakeMore(device.device, bytes.size(), nowMs)) {
            return saying(row.id.bytes(), wire::MediaStanding::STATE_LATER,
                          "this phone has sent as many files today as one phone may; the rest "
                          "goes tomorrow");
        }
        XIANGJI_TRY(roomLeft());
        XIANGJI_LET(size, files_.append(device.device, row.sha256, chunk.offset(), bytes));
        if (size < row.bytes) {
            return standing(device, row);
        }
    }
    const auto finished = held > row.bytes ? files_.forgetPart(device.device, row.sha256)
                                           : files_.finish(device.device, row.sha256);
    if (!finished && finished.error().fault != Fault::damaged) {
        return finished.error();
    }
    if (files_.has(row.sha256)) {
        XIANGJI_TRY(noteDelivered(row));
    }
    return standing(device, row);
}

Result<MediaAnswer> MediaDesk::proof(const DeviceRow& device, const Bytes& exporter,
                                     const wire::MediaProof& proof) {
    XIANGJI_LET(row, rowToSend(device, proof.row()));
    if (!row) {
        MediaAnswer answer;
        *answer.reply.mutable_media_standing() = notYet(proof.row());
        return answer;
    }
    auto at = standing(device, *row);
    if (at.state() == wire::MediaStanding::STATE_PROVE) {
        XIANGJI_LET(bytes, readWhole(files_.path(row->sha256), kMaxMediaBytes));
        if (possessionDigest(exporter, row->id, bytes) == proof.digest()) {
            XIANGJI_TRY(noteDelivered(*row));
            at = standing(device, *row);
        } else {
            at = saying(proof.row(), wire::MediaStanding::STATE_LATER,
                        "this phone could not show that it holds the file; it is asked again "
                        "later");
        }
    }
    return told(*row, std::move(at));
}

Result<wire::MediaPiece> MediaDesk::piece(const DeviceRow& device, const wire::MediaWanted& wanted,
                                          std::shared_ptr<const Authority> authority,
                                          Instant nowMs) {
    wire::MediaPiece piece;
    XIANGJI_LET(row, access_.row(Id::fromBytes(wanted.row()).value_or(Id{})));
    if (!row) {
        return piece;
    }
    XIANGJI_LET(why, access_.whyNotFetch(*row, device, std::move(authority), nowMs));
    if (why) {
        piece.set_words(*why);
        return piece;
    }
    if (wanted.part() == wire::MEDIA_PART_THUMB) {
        if (files_.hasThumb(row->id)) {
            XIANGJI_LET(jpeg, files_.readThumb(row->id));
            piece.set_whole_bytes(jpeg.size());
            piece.set_bytes(std::move(jpeg));
        }
        return piece;
    }
    if (delivered(*row)) {
        const auto most = std::min<std::size_t>(wanted.most_bytes(), kMostChunkBytes);
        XIANGJI_LET(size, files_.size(row->sha256));
        XIANGJI_LET(bytes, files_.read(row->sha256, wanted.offset(), most));
        piece.set_whole_bytes(size);
        piece.set_bytes(std::move(bytes));
    }
    return piece;
}

bool MediaDesk::mayTakeMore(const Id& device, std::size_t bytes, Instant nowMs) {
    auto& day = days_[device];
    if (const auto today = civilDate(nowMs); day.date != today) {
        day = {.date = today, .bytes = 0};
    }
    if (day.bytes + bytes > limits_.mostDayBytes ||
        files_.partBytes(device) + bytes > limits_.mostPartBytes) {
        return false;
    }
    day.bytes += bytes;
    return true;
}

Outcome MediaDesk::roomLeft() const {
    std::error_code fault;
    std::filesystem::create_directories(files_.root(), fault);
    const auto space = std::filesystem::space(files_.root(), fault);
    if (!fault && space.available < limits_.reserveBytes) {
        return Error{Fault::diskFull, "the disk is nearly full; rows are still taken, files wait"};
    }
    return {};
}

bool MediaDesk::delivered(const MediaRow& row) const {
    const auto noted = readWhole(notePath(files_, row.id), row.sha256.size());
    return noted && *noted == row.sha256 && files_.has(row.sha256);
}

Outcome MediaDesk::noteDelivered(const MediaRow& row) const {
    return writeDurably(notePath(files_, row.id), row.sha256);
}

Outcome MediaDesk::dropErased(Central& central) {
    XIANGJI_LET(erasures, central.erasures(0, std::numeric_limits<std::int64_t>::max()));
    for (const auto& erasure : erasures) {
        if (erasure.type != media_.number) {
            continue;
        }
        XIANGJI_LET(state, central.rowNow(media_, erasure.row));
        XIANGJI_LET(row, access_.row(erasure.row));
        if (!state || !row || !isErasedRow(*state)) {
            continue;  // emptied of words, the picture stays
        }
        XIANGJI_TRY(files_.forgetThumb(row->id));
        std::error_code ignored;
        std::filesystem::remove(notePath(files_, row->id), ignored);
        if (row->sha256.size() == 32 && erased_.insert(row->sha256).second) {
            XIANGJI_TRY(files_.forgetParts(row->sha256));
            XIANGJI_TRY(files_.forget(row->sha256));
        }
    }
    return {};
}

Result<MediaView> MediaDesk::view(Reader& reader, const RecordType& media) const {
    MediaView view;
    RowsWanted all;
    all.most = std::numeric_limits<std::uint32_t>::max();
    all.voidedToo = true;
    XIANGJI_LET(rows, reader.rows(media, all));
    std::set<Bytes> named;
    for (const auto& row : rows) {
        const auto sha = row.fields.find(media.field("sha256")->number);
        if (const auto* blob =
                sha == row.fields.end() ? nullptr : std::get_if<Blob>(&sha->second)) {
            const auto& file = *named.emplace(blob->bytes()).first;
            view.awaited += files_.has(file) ? 0U : 1U;
        }
    }
    files_.each([&](const Bytes& sha256, std::uint64_t bytes) {
        ++view.files;
        view.bytes += bytes;
        if (!named.contains(sha256) && view.unreferenced.size() < kMostUnreferenced) {
            view.unreferenced.push_back(toHex(sha256));
        }
    });
    return view;
}

}  // namespace xiangji::syncd
