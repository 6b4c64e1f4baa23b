#include "syncd/central/sqlite/segment_table.hpp"

#include <string>

namespace xiangji::syncd {

namespace {

const std::string kSegment =
    "SELECT first, last, before, hash, signature, file, checksum FROM _segment ";

Segment segmentIn(const Statement& query) {
    return {.first = query.unsignedInteger(0),
            .last = query.unsignedInteger(1),
            .before = query.blob(2),
            .hash = query.blob(3),
            .signature = query.blob(4),
            .file = query.text(5),
            .checksum = query.blob(6)};
}

}  // namespace

std::vector<Segment> segmentsIn(Connection& sql) {
    std::vector<Segment> segments;
    auto query = sql.statement(kSegment + "ORDER BY last");
    while (query.step()) {
        segments.push_back(segmentIn(query));
    }
    return segments;
}

std::optional<Segment> segmentAt(Connection& sql, Lsn lsn) {
    auto query = sql.statement(kSegment + "WHERE last >= ?1 ORDER BY last LIMIT 1");
    query.bind(1, lsn);
    if (!query.step()) {
        return std::nullopt;
    }
    auto segment = segmentIn(query);
    return segment.has(lsn) ? std::optional(std::move(segment)) : std::nullopt;
}

Lsn archivedIn(Connection& sql) {
    auto query = sql.statement("SELECT max(last) FROM _segment");
    return query.step() ? query.unsignedInteger(0) : 0;
}

void putSegmentIn(Connection& sql, const Segment& segment) {
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _segment (last, first, before, hash, signature, file, checksum) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    query.bind(1, segment.last).bind(2, segment.first).bindBlob(3, segment.before);
    query.bindBlob(4, segment.hash).bindBlob(5, segment.signature).bindText(6, segment.file);
    query.bindBlob(7, segment.checksum).run();
}

void putRewrittenIn(Connection& sql, Lsn lsn, const Bytes& change) {
    auto query = sql.statement("INSERT OR REPLACE INTO _rewritten (lsn, change) VALUES (?1, ?2)");
    query.bind(1, lsn).bindBlob(2, change).run();
}

std::optional<Bytes> rewrittenIn(Connection& sql, Lsn lsn) {
    auto query = sql.statement("SELECT change FROM _rewritten WHERE lsn = ?1");
    query.bind(1, lsn);
    return query.step() ? std::optional(query.blob(0)) : std::nullopt;
}

}  // namespace xiangji::syncd
