#include "syncd/central/sqlite/feed_table.hpp"

#include <algorithm>
#include <vector>

namespace xiangji::syncd {

FeedTable::FeedTable(Connection& connection)
    : connection_(connection),
      insert_(connection,
              "INSERT INTO _feed (unit, lsn, type, row, before_lsn) VALUES (?1, ?2, ?3, ?4, ?5)"),
      remove_(connection, "DELETE FROM _feed WHERE unit = ?1 AND lsn = ?2") {}

void FeedTable::put(const RecordType& type, const Id& row, const Id& unit, Lsn lsn, Lsn before) {
    auto& end = endOf(unit);
    {
        auto query = insert_.use();
        query.bindView(1, unit).bind(2, lsn).bind(3, std::int64_t{type.number});
        query.bindView(4, row).bind(5, before).run();
    }
    if (++end.places >= kSweptAfter) {
        sweep(unit, end, lsn);
    }
}

void FeedTable::leave(const Id& unit, Lsn lsn) {
    auto query = remove_.use();
    query.bindView(1, unit).bind(2, lsn).run();
}

FeedTable::End& FeedTable::endOf(const Id& unit) {
    const auto found = ends_.find(unit);
    if (found != ends_.end()) {
        return found->second;
    }
    End end;
    {
        auto query = connection_.statement("SELECT lsn FROM _swept WHERE unit = ?1");
        query.bind(1, unit);
        end.swept = query.step() ? query.unsignedInteger(0) : 0;
    }
    auto query = connection_.statement("SELECT count(*) FROM _feed WHERE unit = ?1 AND lsn > ?2");
    query.bind(1, unit).bind(2, end.swept);
    query.step();
    end.places = static_cast<std::size_t>(query.integer(0));
    return ends_.emplace(unit, end).first->second;
}

void FeedTable::sweep(const Id& unit, End& end, Lsn now) {
    std::vector<Lsn> old;
    {
        auto query = connection_.statement(
            "SELECT before_lsn FROM _feed WHERE unit = ?1 AND lsn > ?2 AND before_lsn > 0");
        query.bind(1, unit).bind(2, end.swept);
        while (query.step()) {
            old.push_back(query.unsignedInteger(0));
        }
    }
    std::ranges::sort(old);
    for (const Lsn lsn : old) {
        leave(unit, lsn);
    }
    auto query = connection_.statement("INSERT OR REPLACE INTO _swept (unit, lsn) VALUES (?1, ?2)");
    query.bind(1, unit).bind(2, now).run();
    end = {now, 0};
}

}  // namespace xiangji::syncd
