#include "syncd/central/sqlite/row_query.hpp"

#include "core/base/civil_time.hpp"

namespace xiangji::syncd {

std::string_view unitsBelow() {
    return "WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT unit.id FROM unit JOIN below ON "
           "unit.parent = below.id) ";
}

namespace {

/// Where a row stands in time. One without a time of its own stands where it was written, so that
/// nothing anybody logged is missing from the days.
std::string timeOf(const Field& when) {
    const std::string column = "t.\"" + when.name + '"';
    return when.kind == Kind::text ? column : "coalesce(" + column + ", t.created_dev_ms)";
}

}  // namespace

RowQuery::RowQuery(const RecordType& type, const RowsWanted& wanted)
    : type_(type), wanted_(wanted), when_(type.field(type.rules.when())) {}

std::string RowQuery::with() const {
    return byUnit() ? std::string(unitsBelow()) : std::string();
}

std::string RowQuery::where() const {
    std::string sql = " WHERE 1 = 1";
    if (byUnit()) {
        // A unit is its own home.
        sql += type_.name == "unit" ? " AND t.id IN below" : " AND t.home_org IN below";
    }
    if (!wanted_.row.isNone()) {
        sql += " AND t.id = ?4";
    }
    if (!wanted_.voidedToo) {
        sql += " AND t.void_reason IS NULL";
    }
    if (when_ != nullptr && wanted_.fromMs) {
        sql += " AND " + timeOf(*when_) + " >= ?2";
    }
    if (when_ != nullptr && wanted_.toMs) {
        sql += " AND " + timeOf(*when_) + " < ?3";
    }
    return sql;
}

std::string RowQuery::order() const {
    const std::string by = when_ == nullptr ? "t.id" : timeOf(*when_) + " DESC, t.id";
    return " ORDER BY " + by + " LIMIT " + std::to_string(wanted_.most) + " OFFSET " +
           std::to_string(wanted_.skip);
}

void RowQuery::bindTo(Statement& query) const {
    if (byUnit()) {
        query.bind(1, wanted_.unit);
    }
    if (!wanted_.row.isNone()) {
        query.bind(4, wanted_.row);
    }
    const auto bindInstant = [&](int place, const std::optional<Instant>& at) {
        if (when_ == nullptr || !at) {
            return;
        }
        if (when_->kind == Kind::text) {
            query.bindText(place, civilDate(*at));
        } else {
            query.bind(place, std::int64_t{*at});
        }
    };
    bindInstant(2, wanted_.fromMs);
    bindInstant(3, wanted_.toMs);
}

}  // namespace xiangji::syncd
