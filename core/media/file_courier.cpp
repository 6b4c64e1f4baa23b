#include "core/media/file_courier.hpp"

#include <algorithm>

#include "core/media/limits.hpp"
#include "core/media/possession.hpp"
#include "core/sync/asking.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/syncer.hpp"

namespace xiangji {

namespace {

constexpr std::uint32_t kFetchBytes = 256 * 1024;

Error strange() {
    return {Fault::untrusted,
            "the centre answered something else than was asked about a file; it stays waiting"};
}

/// Not every person who sees a row may have its file.
Outcome given(const wire::Reply& reply) {
    const auto& words = reply.media_piece().words();
    return words.empty() ? Outcome() : Error{Fault::refused, words};
}

/// The places a file passes, at most: a centre that sends it back and forth is left alone.
constexpr std::uint64_t mostSteps(std::uint64_t bytes) {
    return 8 + 2 * (bytes / kMediaChunkBytes + 1);
}

}  // namespace

template <typename Work>
auto FileCourier::locked(Work&& work) -> Result<decltype(work(std::declval<MediaBook&>()))> {
    const std::scoped_lock lock(mutex_);
    MediaBook book(database_);
    return guarded([&] { return work(book); });
}

Result<wire::Reply> FileCourier::ask(const wire::Request& request) {
    XIANGJI_LET(bytes, link_.call(request.SerializeAsString()));
    wire::Reply reply;
    if (!parseOutside(reply, bytes)) {
        return strange();
    }
    if (reply.has_refusal()) {
        retrySeconds_ = reply.refusal().retry_seconds();
        return errorOf(reply.refusal());
    }
    return reply;
}

Result<wire::MediaStanding> FileCourier::standing(const wire::Request& request) {
    XIANGJI_LET(reply, ask(request));
    return reply.has_media_standing() ? Result<wire::MediaStanding>(reply.media_standing())
                                      : strange();
}

Result<std::vector<wire::MediaStanding>> FileCourier::offer(const std::vector<BookedFile>& files) {
    std::vector<wire::MediaStanding> standings;
    for (std::size_t from = 0; from < files.size(); from += kMaxMediaOffers) {
        const auto until = std::min(files.size(), from + kMaxMediaOffers);
        wire::Request request;
        for (auto i = from; i < until; ++i) {
            auto& item = *request.mutable_media_offer()->add_items();
            item.set_row(files[i].row.bytes());
            item.set_sha256(files[i].sha256);
            item.set_bytes(files[i].bytes);
        }
        XIANGJI_LET(reply, ask(request));
        const auto& items = reply.media_standings().items();
        if (static_cast<std::size_t>(items.size()) != until - from) {
            return strange();
        }
        standings.insert(standings.end(), items.begin(), items.end());
    }
    return standings;
}

Result<Carried> FileCourier::send(const Id& epoch, bool wholeFiles,
                                  const std::function<void(const FileProgress&)>& progress) {
    progress_ = progress;
    Carried carried;
    XIANGJI_LET(files, locked([&](MediaBook& book) {
                    book.offerAgainIn(epoch);
                    return book.waiting();
                }));
    if (files.empty()) {
        return carried;
    }
    at_ = {};
    for (const auto& file : files) {
        at_.toSendBytes += file.bytes;
    }
    XIANGJI_LET(standings, offer(files));
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (standings[i].wants_thumb() && files_.hasThumb(files[i].row)) {
            XIANGJI_TRY(sendThumb(files[i]));
        }
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        const bool moves = standings[i].state() == wire::MediaStanding::STATE_WANTED ||
                           standings[i].state() == wire::MediaStanding::STATE_PROVE;
        if (moves && !wholeFiles) {
            carried.forWifi = true;
            continue;
        }
        XIANGJI_TRY(sendFile(files[i], standings[i], epoch, carried));
    }
    return carried;
}

Outcome FileCourier::sendThumb(const BookedFile& file) {
    const auto jpeg = files_.readThumb(file.row);
    if (!jpeg) {
        return {};  // a thumbnail is a kindness: without it the file goes all the same
    }
    wire::Request request;
    auto& chunk = *request.mutable_media_chunk();
    chunk.set_row(file.row.bytes());
    chunk.set_part(wire::MEDIA_PART_THUMB);
    chunk.set_bytes(*jpeg);
    XIANGJI_LET(answer, standing(request));
    return {};
}

Outcome FileCourier::sendFile(const BookedFile& file, wire::MediaStanding at, const Id& epoch,
                              Carried& carried) {
    const auto before = at_.sentBytes;
    for (std::uint64_t step = 0; at.state() == wire::MediaStanding::STATE_WANTED ||
                                 at.state() == wire::MediaStanding::STATE_PROVE;
         ++step) {
        if (step == mostSteps(file.bytes)) {
            return strange();
        }
        auto next = nextStep(file, at);
        if (!next &&
            (next.error().fault == Fault::notFound || next.error().fault == Fault::failed)) {
            return locked([&](MediaBook& book) {
                book.settle(file.row, FileState::refused,
                            "the file is no longer on this phone: " + next.error().detail, epoch);
            });
        }
        if (!next) {
            return next.error();
        }
        at = *std::move(next);
        at_.sentBytes = before + std::min(at.held(), file.bytes);
        if (progress_) {
            progress_(at_);
        }
    }
    at_.sentBytes = before + file.bytes;
    return settle(file, at, epoch, carried);
}

Result<wire::MediaStanding> FileCourier::nextStep(const BookedFile& file,
                                                  const wire::MediaStanding& at) {
    wire::Request request;
    if (at.state() == wire::MediaStanding::STATE_PROVE) {
        XIANGJI_LET(bytes, readWhole(files_.path(file.sha256), kMaxMediaBytes));
        auto& proof = *request.mutable_media_proof();
        proof.set_row(file.row.bytes());
        proof.set_digest(possessionDigest(link_.exporter(), file.row, bytes));
        return standing(request);
    }
    XIANGJI_LET(bytes, files_.read(file.sha256, at.held(), kMediaChunkBytes));
    auto& chunk = *request.mutable_media_chunk();
    chunk.set_row(file.row.bytes());
    chunk.set_part(wire::MEDIA_PART_FILE);
    chunk.set_offset(at.held());
    chunk.set_bytes(std::move(bytes));
    return standing(request);
}

Outcome FileCourier::settle(const BookedFile& file, const wire::MediaStanding& at, const Id& epoch,
                            Carried& carried) {
    if (at.state() == wire::MediaStanding::STATE_COMPLETE) {
        ++carried.delivered;
        return locked(
            [&](MediaBook& book) { book.settle(file.row, FileState::delivered, "", epoch); });
    }
    if (at.state() == wire::MediaStanding::STATE_REFUSED) {
        return locked(
            [&](MediaBook& book) { book.settle(file.row, FileState::refused, at.words(), epoch); });
    }
    if (carried.words.empty()) {
        carried.words = at.words();
    }
    return {};
}

Outcome FileCourier::book(const Id& row, const Bytes& sha256, Instant nowMs) {
    return locked([&](MediaBook& book) {
        if (!book.find(row)) {
            book.put({.row = row, .sha256 = sha256, .state = FileState::fetched}, nowMs);
        }
    });
}

Result<std::filesystem::path> FileCourier::fetchThumb(const Id& row, const Bytes& sha256,
                                                      Instant nowMs) {
    wire::Request request;
    request.mutable_media_wanted()->set_row(row.bytes());
    request.mutable_media_wanted()->set_part(wire::MEDIA_PART_THUMB);
    XIANGJI_LET(reply, ask(request));
    XIANGJI_TRY(given(reply));
    const auto& jpeg = reply.media_piece().bytes();
    if (!reply.has_media_piece() || jpeg.size() > kMaxThumbBytes) {
        return strange();
    }
    if (jpeg.empty()) {
        return Error{Fault::notFound, "the centre has no small picture of this row yet"};
    }
    XIANGJI_TRY(book(row, sha256, nowMs));
    XIANGJI_TRY(files_.keepThumb(row, jpeg));
    return files_.thumbPath(row);
}

Result<std::filesystem::path> FileCourier::fetchFile(const Id& row, const Bytes& sha256,
                                                     Instant nowMs) {
    XIANGJI_TRY(book(row, sha256, nowMs));
    for (auto held = files_.partSize(row, sha256); !files_.has(sha256);) {
        wire::Request request;
        auto& wanted = *request.mutable_media_wanted();
        wanted.set_row(row.bytes());
        wanted.set_part(wire::MEDIA_PART_FILE);
        wanted.set_offset(held);
        wanted.set_most_bytes(kFetchBytes);
        XIANGJI_LET(reply, ask(request));
        XIANGJI_TRY(given(reply));
        const auto& piece = reply.media_piece();
        if (!reply.has_media_piece() || piece.whole_bytes() > kMaxMediaBytes) {
            return strange();
        }
        if (piece.whole_bytes() == 0) {
            return Error{Fault::notFound,
                         "the centre does not have this file yet; the phone that made it has not "
                         "sent it"};
        }
        if (piece.bytes().empty() && held < piece.whole_bytes()) {
            return strange();
        }
        XIANGJI_LET(size, files_.append(row, sha256, held, piece.bytes()));
        held = size;
        if (held >= piece.whole_bytes()) {
            XIANGJI_TRY(files_.finish(row, sha256));
        }
    }
    return files_.path(sha256);
}

}  // namespace xiangji
