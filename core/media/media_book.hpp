#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/store/phone_database.hpp"

namespace xiangji {

/// Where a media row's file stands on this phone.
enum class FileState {
    waiting = 1,    ///< made here, not yet at the centre
    delivered = 2,  ///< made here, durable at the centre
    refused = 3,    ///< made here; the centre won't have it, and it stays here
    fetched = 4,    ///< came from the centre
};

struct BookedFile {
    Id row;
    Bytes sha256;
    std::uint64_t bytes = 0;
    FileState state = FileState::waiting;
    std::string words;  ///< why it is refused
};

struct FileCounts {
    std::uint64_t waiting = 0;
    std::uint64_t waitingBytes = 0;
    std::uint64_t refused = 0;  ///< by the centre, or because their row was
};

/// What a phone knows of the files it holds, in a table of its own (`_media`). Runs in the caller's
/// transaction where there is one; throws SqlFault. Cheap to make.
class MediaBook {
 public:
    explicit MediaBook(PhoneDatabase& database) : database_(database) {}

    /// Makes the table where there is none.
    void furnish();

    void put(const BookedFile& file, Instant nowMs);
    [[nodiscard]] std::optional<BookedFile> find(const Id& row);
    /// Files that wait and whose row the centre has not refused, oldest first.
    [[nodiscard]] std::vector<BookedFile> waiting();
    [[nodiscard]] FileCounts counts();
    void settle(const Id& row, FileState state, const std::string& words, const Id& epoch);

    /// Another life of the central database may lack what an earlier one had: delivered files are
    /// offered again, which costs nothing where it has them.
    void offerAgainIn(const Id& epoch);
    /// Takes out and returns what need not be kept: not waiting or refused, and its row is no
    /// longer on this phone; and what may not be kept: its row was erased by order.
    [[nodiscard]] std::vector<BookedFile> takeLeftovers();
    /// Whether a row here names this file.
    [[nodiscard]] bool isNamed(const Bytes& sha256);

 private:
    [[nodiscard]] std::int64_t mediaType() const;

    PhoneDatabase& database_;
};

}  // namespace xiangji
