#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

#include "core/media/file_store.hpp"
#include "core/media/media_book.hpp"
#include "core/sync/link.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// What one run carried.
struct Carried {
    std::uint64_t delivered = 0;  ///< files that are durable at the centre now
    bool forWifi = false;         ///< full files stayed because this network costs money
    std::string words;            ///< why some could not go today; empty where all went
};

struct FileProgress {
    std::uint64_t sentBytes = 0;
    std::uint64_t toSendBytes = 0;
};

/// Brings this phone's files to its centre and others' files here, over a link that has been
/// greeted, after the rows. Every chunk is kept where it arrives, so it can be cut anywhere and
/// goes on from there. Takes the client's mutex for each look into the book, never while the
/// network is waited for.
class FileCourier {
 public:
    FileCourier(FileStore& files, PhoneDatabase& database, std::mutex& mutex, Link& link)
        : files_(files), database_(database), mutex_(mutex), link_(link) {}

    /// Thumbnails of all that wait first, then whole files where `wholeFiles`. A file that cannot
    /// be read or is refused keeps no other back. Faults: unreachable, busy, untrusted.
    [[nodiscard]] Result<Carried> send(
        const Id& epoch, bool wholeFiles,
        const std::function<void(const FileProgress&)>& progress = {});

    /// The whole file of a row, checked against its hash. Faults: as send, notFound (not at the
    /// centre yet, or not for this phone), diskFull.
    [[nodiscard]] Result<std::filesystem::path> fetchFile(const Id& row, const Bytes& sha256,
                                                          Instant nowMs);
    [[nodiscard]] Result<std::filesystem::path> fetchThumb(const Id& row, const Bytes& sha256,
                                                           Instant nowMs);

    /// Seconds after which the centre wants to be asked again; 0 where it said nothing.
    [[nodiscard]] std::uint32_t retrySeconds() const { return retrySeconds_; }

 private:
    [[nodiscard]] Result<wire::Reply> ask(const wire::Request& request);
    [[nodiscard]] Result<wire::MediaStanding> standing(const wire::Request& request);
    [[nodiscard]] Result<std::vector<wire::MediaStanding>> offer(
        const std::vector<BookedFile>& files);
    /// What came from the centre goes with its row.
    [[nodiscard]] Outcome book(const Id& row, const Bytes& sha256, Instant nowMs);
    [[nodiscard]] Outcome sendThumb(const BookedFile& file);
    [[nodiscard]] Outcome sendFile(const BookedFile& file, wire::MediaStanding at, const Id& epoch,
                                   Carried& carried);
    [[nodiscard]] Result<wire::MediaStanding> nextStep(const BookedFile& file,
                                                       const wire::MediaStanding& at);
    [[nodiscard]] Outcome settle(const BookedFile& file, const wire::MediaStanding& at,
                                 const Id& epoch, Carried& carried);
    template <typename Work>
    auto locked(Work&& work) -> Result<decltype(work(std::declval<MediaBook&>()))>;

    FileStore& files_;
    PhoneDatabase& database_;
    std::mutex& mutex_;
    Link& link_;
    std::function<void(const FileProgress&)> progress_;
    FileProgress at_;
    std::uint32_t retrySeconds_ = 0;
};

}  // namespace xiangji
