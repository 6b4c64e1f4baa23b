#include "syncd/central/sqlite/feed_places.hpp"

#include <algorithm>
#include <limits>

#include "syncd/central/sqlite/feed_line.hpp"
#include "syncd/central/sqlite/segment_table.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kUnitsByIndex = 64;

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
    while (of.ready.empty() && of.reached < upTo_) {
        auto query = sql_.statement(
            "SELECT last_lsn, places FROM _feed WHERE unit = ?1 AND last_lsn > ?2 ORDER BY "
            "last_lsn LIMIT 1");
        query.bind(1, of.id).bind(2, of.reached);
        if (!query.step()) {
            break;
        }
        for (const auto& place : unpackPlaces(query.blobView(1))) {
            if (place.lsn > of.reached && place.lsn <= upTo_) {
                of.ready.push_back({place.lsn, catalogue_.find(place.type), place.row, of.id});
            }
        }
        of.reached = query.unsignedInteger(0);
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
    : feed_(sql, catalogue, units, after,
            units.byIndex() ? std::numeric_limits<Lsn>::max() : archivedIn(sql)) {
    if (!units.byIndex()) {
        log_.emplace(sql, catalogue, "_log", TablePlaces::Under::home, units, after);
    }
}

const std::optional<Place>& RowPlaces::at() const {
    return feed_.at() || !log_ ? feed_.at() : log_->at();
}

void RowPlaces::next() {
    if (feed_.at()) {
        feed_.next();
    } else {
        log_->next();
    }
}

}  // namespace xiangji::syncd
