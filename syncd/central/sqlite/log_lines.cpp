#include "syncd/central/sqlite/log_lines.hpp"

namespace xiangji::syncd {

namespace {

constexpr const char* kLine =
    "SELECT lsn, unit, type, row, device, seq, effective, device_hlc, author, received_ms, change, "
    "verdict, hash, origin_epoch, origin_lsn, before_lsn FROM _log ";

LogLine lineAt(const Statement& query) {
    LogLine line;
    line.lsn = query.unsignedInteger(0);
    line.unit = query.id(1);
    line.type = static_cast<TypeNumber>(query.integer(2));
    line.row = query.id(3);
    line.device = query.id(4);
    line.seq = query.unsignedInteger(5);
    line.effective = query.unsignedInteger(6);
    line.deviceHlc = query.unsignedInteger(7);
    line.author = query.id(8);
    line.receivedMs = query.integer(9);
    line.change = query.blob(10);
    line.verdict = static_cast<wire::Verdict>(query.integer(11));
    line.hash = query.blob(12);
    if (!query.isNull(13)) {
        line.origin = LogPlace{query.id(13), query.unsignedInteger(14)};
    }
    line.before = query.unsignedInteger(15);
    return line;
}

}  // namespace

const char* logTable() {
    return "CREATE TABLE IF NOT EXISTS _log ("
           "lsn INTEGER PRIMARY KEY, unit BLOB NOT NULL, type INTEGER NOT NULL, row BLOB NOT NULL, "
           "device BLOB NOT NULL, seq INTEGER NOT NULL, effective INTEGER NOT NULL, device_hlc "
           "INTEGER NOT NULL, author BLOB NOT NULL, received_ms INTEGER NOT NULL, last_ms INTEGER "
           "NOT NULL, change BLOB NOT NULL, verdict INTEGER NOT NULL, hash BLOB NOT NULL, "
           "origin_epoch BLOB, origin_lsn INTEGER, before_lsn INTEGER NOT NULL DEFAULT 0) STRICT";
}

LogHead headOf(Connection& sql) {
    auto query = sql.statement("SELECT lsn, hash, last_ms FROM _log ORDER BY lsn DESC LIMIT 1");
    if (!query.step()) {
        return {};
    }
    return {query.unsignedInteger(0), query.blob(1), query.integer(2)};
}

LogSpan logSpanIn(Connection& sql, Instant before) {
    LogSpan span;
    Lsn newest = 0;
    {
        auto query =
            sql.statement("SELECT (SELECT min(lsn) FROM _log), (SELECT max(lsn) FROM _log)");
        query.step();
        span.first = query.unsignedInteger(0);
        newest = query.unsignedInteger(1);
    }
    // `last_ms` never falls along the log: the walk ends at the first that is not old.
    auto query = sql.statement("SELECT lsn FROM _log WHERE last_ms >= ?1 ORDER BY lsn LIMIT 1");
    query.bind(1, before);
    const Lsn young = query.step() ? query.unsignedInteger(0) : newest + 1;
    span.lastBefore = young > span.first ? young - 1 : 0;
    return span;
}

void appendLineIn(Connection& sql, const LogLine& line, Instant lastMs) {
    auto query = sql.named("append to the log", [] {
        return "INSERT INTO _log (lsn, unit, type, row, device, seq, effective, device_hlc, "
               "author, received_ms, last_ms, change, verdict, hash, origin_epoch, origin_lsn, "
               "before_lsn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
               "?15, ?16, ?17)";
    });
    query.bind(1, line.lsn)
        .bindView(2, line.unit)
        .bind(3, std::int64_t{line.type})
        .bindView(4, line.row)
        .bindView(5, line.device);
    query.bind(6, line.seq)
        .bind(7, line.effective)
        .bind(8, line.deviceHlc)
        .bindView(9, line.author);
    query.bind(10, line.receivedMs)
        .bind(11, lastMs)
        .bindBlobView(12, line.change)
        .bind(13, int{line.verdict});
    query.bindBlobView(14, line.hash);
    if (line.origin) {
        query.bindView(15, line.origin->epoch).bind(16, line.origin->lsn);
    } else {
        query.bindNull(15).bindNull(16);
    }
    query.bind(17, line.before).run();
}

void rewriteChangeIn(Connection& sql, Lsn lsn, const Bytes& change) {
    auto query = sql.statement("UPDATE _log SET change = ?2 WHERE lsn = ?1");
    query.bind(1, lsn).bindBlob(2, change).run();
}

std::optional<LogLine> lineIn(Connection& sql, Lsn lsn) {
    auto query = sql.statement(std::string(kLine) + "WHERE lsn = ?1");
    query.bind(1, lsn);
    return query.step() ? std::optional(lineAt(query)) : std::nullopt;
}

std::optional<Bytes> hashAtIn(Connection& sql, Lsn lsn) {
    auto query = sql.statement("SELECT hash FROM _log WHERE lsn = ?1");
    query.bind(1, lsn);
    return query.step() ? std::optional(query.blob(0)) : std::nullopt;
}

std::optional<LogPlace> originIn(Connection& sql, Lsn lsn) {
    auto query = sql.statement(
        "SELECT origin_epoch, origin_lsn FROM _log WHERE lsn = ?1 AND origin_epoch IS NOT NULL");
    query.bind(1, lsn);
    return query.step() ? std::optional(LogPlace{query.id(0), query.unsignedInteger(1)})
                        : std::nullopt;
}

bool walkByLsn(Connection& sql, const CentralSnapshot::OnLine& line) {
    auto query = sql.statement(std::string(kLine) + "ORDER BY lsn");
    while (query.step()) {
        if (!line(lineAt(query))) {
            return false;
        }
    }
    return true;
}

bool speaksOf(Connection& sql, TypeNumber type, const Id& row) {
    auto query = sql.statement("SELECT 1 FROM _log WHERE type = ?1 AND row = ?2");
    query.bind(1, std::int64_t{type}).bind(2, row);
    return query.step();
}

}  // namespace xiangji::syncd
