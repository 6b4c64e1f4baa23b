#pragma once

#include <optional>
#include <queue>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// Where a row stands, or stood once: a place in the feed.
struct Place {
    Lsn lsn = 0;
    const RecordType* type = nullptr;  ///< null: unknown here
    Id row;
    Id unit;
};

/// The units of a scope, everybody's among them; few of them also as a condition with its values.
class Units {
 public:
    explicit Units(const std::vector<Id>& units);

    [[nodiscard]] bool contains(const Id& unit) const { return all_.contains(unit); }
    [[nodiscard]] const std::unordered_set<Id>& all() const { return all_; }
    /// Few enough that their own places are walked together; otherwise the log is, and what is out
    /// of scope skipped.
    [[nodiscard]] bool byIndex() const { return !condition_.empty(); }
    /// Places 1 = after, from 2 on the units.
    [[nodiscard]] const std::string& condition() const { return condition_; }
    void bindTo(Statement& query, Lsn after) const;

 private:
    std::unordered_set<Id> all_;
    std::string condition_;
};

/// A statement of places (lsn, type, row, unit) of a table, by LSN, read one ahead. Lines of the
/// log are places too: there the unit is the row's home. Throws SqlFault.
class TablePlaces {
 public:
    enum class Under { unit, home };
    TablePlaces(Connection& sql, const Catalogue& catalogue, const char* table, Under under,
                const Units& units, Lsn after);
    [[nodiscard]] const std::optional<Place>& at() const { return at_; }
    void next();

 private:
    const Catalogue& catalogue_;
    Under under_;
    Statement query_;
    std::optional<Place> at_;
};

/// Units' own places up to an LSN, merged: of few units all there are; of many what a walk along
/// the log finds no more, once its lines have moved into segments. Throws SqlFault.
class MergedPlaces {
 public:
    MergedPlaces(Connection& sql, const Catalogue& catalogue, const Units& units, Lsn after,
                 Lsn upTo);
    [[nodiscard]] const std::optional<Place>& at() const { return at_; }
    void next();

 private:
    struct Unit {
        Id id;
        std::vector<Place> ready;  ///< the next one last
        Lsn reached = 0;
    };
    struct End {
        Lsn lsn = 0;
        std::size_t unit = 0;
        bool operator>(const End& other) const { return lsn > other.lsn; }
    };
    void fill(std::size_t unit);

    Connection& sql_;
    const Catalogue& catalogue_;
    Lsn upTo_;
    std::vector<Unit> units_;
    std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
    std::optional<Place> at_;
};

/// Every place of a scope's rows after an LSN, wherever it is to be found.
class RowPlaces {
 public:
    RowPlaces(Connection& sql, const Catalogue& catalogue, const Units& units, Lsn after);
    [[nodiscard]] const std::optional<Place>& at() const;
    void next();

 private:
    MergedPlaces feed_;  ///< of few units all, else what the log has no more
    std::optional<TablePlaces> log_;
};

}  // namespace xiangji::syncd
