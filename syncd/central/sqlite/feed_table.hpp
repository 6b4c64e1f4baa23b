#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"
#include "syncd/central/sqlite/feed_line.hpp"

namespace xiangji::syncd {

/// The feed for the one writer. A row's new place goes to the end of its unit's, where places lie
/// some together in a line; the place it had stays there, told apart by the row itself, which knows
/// its last LSN. Taking each old place away at once would write one more page for every change of
/// an old row. So they go many at a time, unit by unit, in their order: a unit's feed never has
/// more of them beyond its rows than kSweptAfter, or as many as it has rows (kMostSweptAfter at
/// most). Lines that became short are put together then. Throws SqlFault.
class FeedTable {
 public:
    static constexpr std::size_t kSweptAfter = 16'384;
    static constexpr std::size_t kMostSweptAfter = 262'144;

    explicit FeedTable(Connection& connection);

    /// The row stands at `lsn` now; `before` is where it stood under the same unit, 0 = nowhere.
    void put(const RecordType& type, const Id& row, const Id& unit, Lsn lsn, Lsn before);
    /// It stands under another unit from now on.
    void leave(const Id& unit, Lsn lsn);

    /// Writes the lines that are not full yet: before a commit.
    void flush();
    /// The same before what may be taken back; then what is known is what was known here.
    void mark();
    void dropMark() { marked_.pop_back(); }
    void backToMark();
    /// After a rollback of all: what is remembered of the ends of units may not be so any more.
    void forget();

 private:
    /// Of a unit's feed what came since old places were last taken away.
    struct End {
        Lsn swept = 0;
        std::size_t places = 0;
        std::vector<FeedPlace> waiting;  ///< for their line
    };
    End& endOf(const Id& unit);
    void write(const Id& unit, End& end);
    /// Takes these, in their order, out of the lines they stand in; says what was there.
    std::vector<FeedPlace> remove(const Id& unit, std::span<const Lsn> places);
    struct Line {
        Lsn last = 0;  ///< names it, whether that place still is there or not
        std::vector<FeedPlace> places;
    };
    std::optional<Line> lineFrom(const Id& unit, Lsn lsn);
    void rewrite(const Id& unit, const Line& line);
    void erase(const Id& unit, Lsn last);
    void sweep(const Id& unit, End& end, Lsn now);
    /// So many old places may lie among the unit's rows.
    [[nodiscard]] std::size_t most(const Id& unit) const;

    Connection& connection_;
    FeedLines lines_;
    std::unordered_map<Id, End> ends_;
    std::vector<std::unordered_map<Id, End>> marked_;
    /// How many places there were when a unit was last swept, if it was since this one was opened;
    /// whether it is still so matters little.
    std::unordered_map<Id, std::size_t> sizes_;
};

}  // namespace xiangji::syncd
