#include "syncd/central/sqlite/sqlite_snapshot.hpp"

#include "syncd/central/sqlite/lineage_tables.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/side_tables.hpp"

namespace xiangji::syncd {

SqliteSnapshot::SqliteSnapshot(std::unique_ptr<ReadPool::Snapshot> held)
    : held_(std::move(held)), head_(headOf(sql())) {}

Outcome SqliteSnapshot::lines(const OnLine& line) {
    return guarded([&] { walkByLsn(sql(), line); });
}

Outcome SqliteSnapshot::linesByRow(const OnLine& line) {
    return guarded([&] { walkByRow(sql(), line); });
}

Result<std::optional<RowState>> SqliteSnapshot::row(const RecordType& type, const Id& id) {
    return guarded([&] { return MarkedRows(sql(), type).row(id); });
}

Result<std::vector<Id>> SqliteSnapshot::rowsWithoutLine(const RecordType& type) {
    return guarded([&] {
        // The line it stands at is not its own: only then is the whole log looked through.
        std::vector<Id> ids;
        auto query = sql().statement("SELECT id FROM \"" + type.name +
                                     "\" AS t WHERE NOT EXISTS (SELECT 1 FROM _log WHERE lsn = "
                                     "t._lsn AND type = ?1 AND row = t.id) AND NOT EXISTS (SELECT "
                                     "1 FROM _log WHERE type = ?1 AND row = t.id)");
        query.bind(1, std::int64_t{type.number});
        while (query.step()) {
            ids.push_back(query.id(0));
        }
        return ids;
    });
}

Result<std::optional<LogLine>> SqliteSnapshot::line(Lsn lsn) {
    return guarded([&] { return lineIn(sql(), lsn); });
}

Outcome SqliteSnapshot::envelopes(const OnEnvelope& envelope) {
    return guarded([&] { walkEnvelopes(sql(), envelope); });
}

Result<std::vector<Epoch>> SqliteSnapshot::epochs() {
    return guarded([&] { return epochsIn(sql()); });
}

}  // namespace xiangji::syncd
