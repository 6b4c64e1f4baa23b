#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/sqlite/feed_table.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/placed_ids.hpp"

namespace xiangji::syncd {

/// One record type's central table for the one writer. Its statements are prepared once, and what
/// it read of a row it remembers until the row is put, so that a put writes only the columns that
/// differ. Throws SqlFault.
class WrittenRows {
 public:
    WrittenRows(Connection& connection, const RecordType& type);

    [[nodiscard]] std::optional<RowState> row(const Id& id);
    [[nodiscard]] std::optional<Id> home(const Id& id);

    /// A row as it stood before a put.
    struct Before {
        Lsn lsn = 0;  ///< its place in the feed; 0: there was no such row
        Id unit;      ///< and under which unit it stood there
        bool conflicted = false;
    };
    /// The whole row where it is new, else what changed of it.
    Before put(const Id& id, const RowState& state);

    /// Between transactions: what was read of rows is not kept for ever, where they belong is.
    void next();
    /// After a rollback: what was read may not be so any more. Ids that are not there any more cost
    /// whoever asks for them a look.
    void forget() {
        forgetRead();
        homes_.clear();
    }
    /// Rows lie elsewhere now: the file was written anew.
    void forgetPlaces() { placed_.reset(); }

 private:
    /// Values column by column, one after the other: quicker kept and compared than a map of them.
    struct Columns {
        Bytes packed;
        std::vector<std::uint32_t> ends;
        [[nodiscard]] std::string_view at(std::size_t column) const;
    };
    struct Read {
        Before before;
        Columns columns;
        std::size_t marksBytes = 0;
        std::int64_t place = 0;  ///< rowid
    };
    /// Of all rows of the type; read when they are first asked after, and when there are half as
    /// many more.
    [[nodiscard]] PlacedIds& placed();
    [[nodiscard]] RowState read(const Id& id, const Statement& query);
    [[nodiscard]] Columns columnsOf(const Fields& fields) const;
    void remember(const Id& id, Read read);
    [[nodiscard]] Read take(const Id& id);
    void forgetRead() {
        last_.reset();
        read_.clear();
    }
    void insert(const Id& id, const RowState& state);
    void update(const RowState& state, const Read& before);
    [[nodiscard]] const Prepared& updateOf(const std::string& columns);

    Connection& connection_;
    const RecordType& type_;
    MarkedRows rows_;
    Prepared selectAt_;  ///< by rowid
    Prepared select_;    ///< by id
    Prepared home_;
    Prepared insert_;
    std::map<std::string, Prepared> updates_;  ///< by the places of the columns they set
    std::optional<std::pair<Id, Read>> last_;  ///< mostly it is put next
    std::unordered_map<Id, Read> read_;        ///< those read before it
    /// Of rows that were asked after or put: what belongs to a row mostly comes soon after it.
    boost::unordered_flat_map<Id, std::optional<Id>, std::hash<Id>> homes_;
    bool homesAsked_ = false;  ///< of most types nobody ever does
    std::optional<PlacedIds> placed_;
};

/// Those of all types and the feed, for as long as the writing connection lives.
class WrittenTables {
 public:
    explicit WrittenTables(Connection& connection) : connection_(connection), feed_(connection) {}
    [[nodiscard]] WrittenRows& of(const RecordType& type);
    [[nodiscard]] FeedTable& feed() { return feed_; }
    void next();          ///< between transactions
    void forget();        ///< after a rollback
    void backToMark();    ///< after one to where the feed was last marked
    void forgetPlaces();  ///< the file was written anew

 private:
    void forgetRows();

    Connection& connection_;
    FeedTable feed_;
    std::unordered_map<TypeNumber, WrittenRows> types_;
};

}  // namespace xiangji::syncd
