#pragma once

#include <span>
#include <vector>

#include "core/merge/heads.hpp"
#include "core/store/connection.hpp"

namespace xiangji::syncd {

/// One place of a unit's feed.
struct FeedPlace {
    Lsn lsn = 0;
    TypeNumber type = 0;
    Id row;
    Lsn before = 0;  ///< where the row stood under the same unit; 0: nowhere
};

/// So many places lie in one line of the table: with its key it stays within its page.
inline constexpr std::size_t kMostPlacesALine = 32;

/// Places by LSN as one line's bytes: each its distance from the one before, its type, its row, and
/// how far back the row stood (0: nowhere).
[[nodiscard]] Bytes packPlaces(std::span<const FeedPlace> places);
/// Throws SqlFault (damaged) where the bytes make no sense.
[[nodiscard]] std::vector<FeedPlace> unpackPlaces(std::string_view bytes);

/// Writes lines at the end of a unit's feed. Throws SqlFault.
class FeedLines {
 public:
    explicit FeedLines(Connection& connection);
    /// By LSN, behind all that is there; none: nothing.
    void write(const Id& unit, std::span<const FeedPlace> places) const;

 private:
    Prepared insert_;
};

}  // namespace xiangji::syncd
