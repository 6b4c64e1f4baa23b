#include "syncd/central/sqlite/sqlite_snapshot.hpp"

#include "syncd/central/sqlite/lineage_tables.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/side_tables.hpp"

namespace xiangji::syncd {

SqliteSnapshot::SqliteSnapshot(std::unique_ptr<ReadPool::Snapshot> held, SegmentFolder& folder)
    : held_(std::move(held)), history_(sql(), folder), head_(headOf(sql())) {}

Result<std::vector<Segment>> SqliteSnapshot::segments() {
    return guarded([&] { return history_.segments(); });
}

Outcome SqliteSnapshot::look(const Segment& segment) {
    return guarded([&] { history_.look(segment); });
}

Outcome SqliteSnapshot::lines(const OnLine& line) {
    return guarded([&] { history_.walkByLsn(line); });
}

Outcome SqliteSnapshot::linesByRow(const OnLine& line) {
    return guarded([&] { history_.walkByRow(line); });
}

Result<std::optional<RowState>> SqliteSnapshot::row(const RecordType& type, const Id& id) {
    return guarded([&] { return MarkedRows(sql(), type).row(id); });
}

Result<std::vector<Id>> SqliteSnapshot::rowsWithoutLine(const RecordType& type) {
    return guarded([&] { return history_.rowsWithoutLine(type); });
}

Result<std::optional<LogLine>> SqliteSnapshot::line(Lsn lsn) {
    return guarded([&] { return history_.line(lsn); });
}

Outcome SqliteSnapshot::envelopes(const OnEnvelope& envelope) {
    return guarded([&] { walkEnvelopes(sql(), envelope); });
}

Result<std::vector<Epoch>> SqliteSnapshot::epochs() {
    return guarded([&] { return epochsIn(sql()); });
}

}  // namespace xiangji::syncd
