#include "syncd/central/sqlite/feed_places.hpp"

#include <algorithm>

#include "syncd/central/sqlite/segment_table.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kUnitsByIndex = 64;
constexpr int kReadAhead = 16;

}  // namespace

Units::Units(const std::vector<Id>& units) : all_(units.begin(), units.end()) {
    all_.insert(everyone());
    all_.erase(Id{});
    if (all_.size() <= kUnitsByIndex) {
        condition_ = " AND unit IN (?2";
        for (std::size_t place = 3; place < all_.size() + 2; ++place) {
            condition_ += ", ?" + std::to_string(place);
        }
        condition_ += ")";
    }
}

void Units::bindTo(Statement& query, Lsn after) const {
    query.bind(1, after);
    if (byIndex()) {
        int place = 2;
        for (const auto& unit : all_) {
            query.bind(place++, unit);
        }
    }
}

TablePlaces::TablePlaces(Connection& sql, const Catalogue& catalogue, const char* table,
                         Under under, const Units& units, Lsn after)
    : catalogue_(catalogue),
      under_(under),
      query_(sql.statement("SELECT lsn, type, row, unit FROM " + std::string(table) +
                           " WHERE lsn > ?1" + units.condition() + " ORDER BY lsn")) {
    units.bindTo(query_, after);
    next();
}

void TablePlaces::next() {
    at_.reset();
    if (query_.step()) {
        at_ = Place{query_.unsignedInteger(0),
                    catalogue_.find(static_cast<TypeNumber>(query_.integer(1))), query_.id(2),
                    query_.id(3)};
        if (under_ == Under::home && at_->type != nullptr) {
            at_->unit = feedUnit(*at_->type, at_->row, at_->unit);
        }
    }
}

MergedPlaces::MergedPlaces(Connection& sql, const Catalogue& catalogue, const Units& units,
                           Lsn after, Lsn upTo)
    : sql_(sql), catalogue_(catalogue), upTo_(upTo) {
    if (after >= upTo) {
        return;
    }
    for (const auto& unit : units.all()) {
        units_.push_back({.id = unit, .ready = {}, .reached = after});
    }
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
        fill(unit);
    }
    next();
}

void MergedPlaces::fill(std::size_t unit) {
    auto& of = units_[unit];
    {
        auto query = sql_.statement(
            "SELECT lsn, type, row FROM _feed WHERE unit = ?1 AND lsn > ?2 AND lsn <= ?3 ORDER BY "
            "lsn LIMIT ?4");
        query.bind(1, of.id).bind(2, of.reached).bind(3, upTo_).bind(4, kReadAhead);
        while (query.step()) {
            of.reached = query.unsignedInteger(0);
            of.ready.push_back({of.reached,
                                catalogue_.find(static_cast<TypeNumber>(query.integer(1))),
                                query.id(2), of.id});
        }
    }
    std::ranges::reverse(of.ready);
    if (!of.ready.empty()) {
        ends_.push({of.ready.back().lsn, unit});
    }
}

void MergedPlaces::next() {
    at_.reset();
    if (ends_.empty()) {
        return;
    }
    const auto unit = ends_.top().unit;
    ends_.pop();
    auto& ready = units_[unit].ready;
    at_ = ready.back();
    ready.pop_back();
    if (ready.empty()) {
        fill(unit);
    } else {
        ends_.push({ready.back().lsn, unit});
    }
}

RowPlaces::RowPlaces(Connection& sql, const Catalogue& catalogue, const Units& units, Lsn after)
    : moved_(sql, catalogue, units, after, units.byIndex() ? 0 : archivedIn(sql)),
      table_(sql, catalogue, units.byIndex() ? "_feed" : "_log",
             units.byIndex() ? TablePlaces::Under::unit : TablePlaces::Under::home, units, after) {}

void RowPlaces::next() {
    if (moved_.at()) {
        moved_.next();
    } else {
        table_.next();
    }
}

}  // namespace xiangji::syncd
