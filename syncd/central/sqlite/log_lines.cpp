#include "syncd/central/sqlite/log_lines.hpp"

#include <algorithm>

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

void walk(Statement query, const CentralSnapshot::OnLine& line) {
    while (query.step()) {
        if (!line(lineAt(query))) {
            return;
        }
    }
}

}  // namespace

LogHead headOf(Connection& sql) {
    auto query = sql.statement("SELECT lsn, hash, last_ms FROM _log ORDER BY lsn DESC LIMIT 1");
    if (!query.step()) {
        return {};
    }
    return {query.unsignedInteger(0), query.blob(1), query.integer(2)};
}

void appendLineIn(Connection& sql, const LogLine& line, Instant lastMs) {
    auto query = sql.statement(
        "INSERT INTO _log (lsn, unit, type, row, device, seq, effective, device_hlc, author, "
        "received_ms, last_ms, change, verdict, hash, origin_epoch, origin_lsn, before_lsn) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)");
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

std::vector<LogLine> historyIn(Connection& sql, const RecordType& type, const Id& row) {
    Lsn at = 0;
    {
        auto query = sql.statement("SELECT _lsn FROM \"" + type.name + "\" WHERE id = ?1");
        query.bind(1, row);
        at = query.step() ? query.unsignedInteger(0) : 0;
    }
    std::vector<LogLine> lines;
    while (at != 0) {
        auto line = lineIn(sql, at);
        if (!line || line->type != type.number || line->row != row || line->before >= at) {
            throw SqlFault({Fault::damaged, "the history of " + type.name + " " + row.text() +
                                                " is broken at LSN " + std::to_string(at) +
                                                "; the database was changed by another hand"});
        }
        at = line->before;
        lines.push_back(*std::move(line));
    }
    std::ranges::reverse(lines);
    return lines;
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

void walkByLsn(Connection& sql, const CentralSnapshot::OnLine& line) {
    walk(sql.statement(std::string(kLine) + "ORDER BY lsn"), line);
}

void walkByRow(Connection& sql, const CentralSnapshot::OnLine& line) {
    // Whoever walks it all need not have room for it all.
    sql.execute("PRAGMA temp_store = FILE");
    auto order = sql.statement("SELECT lsn FROM _log ORDER BY type, row, lsn");
    while (order.step()) {
        const auto found = lineIn(sql, order.unsignedInteger(0));
        if (!found || !line(*found)) {
            break;
        }
    }
    order.reset();
    sql.execute("PRAGMA temp_store = MEMORY");
}

}  // namespace xiangji::syncd
