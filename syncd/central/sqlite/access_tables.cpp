#include "syncd/central/sqlite/access_tables.hpp"

namespace xiangji::syncd {

void furnishAccess(Connection& sql) {
    sql.execute(R"(
CREATE TABLE IF NOT EXISTS _access (
    number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, who TEXT NOT NULL, door TEXT NOT NULL, act TEXT NOT NULL,
    type TEXT NOT NULL, row BLOB NOT NULL, fields TEXT NOT NULL, rows INTEGER NOT NULL, reason TEXT NOT NULL,
    hash BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _access_head (
    one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL) STRICT;
)");
}

AccessHead accessHeadIn(Connection& sql) {
    auto query = sql.statement("SELECT number, hash, signature FROM _access_head");
    return query.step() ? AccessHead{query.unsignedInteger(0), query.blob(1), query.blob(2)}
                        : AccessHead{};
}

void appendAccessIn(Connection& sql, const AccessLine& line, const AccessHead& head) {
    {
        const auto& entry = line.entry;
        auto query = sql.statement(
            "INSERT INTO _access (number, at_ms, who, door, act, type, row, fields, rows, reason, "
            "hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
        query.bind(1, line.number).bind(2, line.atMs).bindText(3, entry.who);
        query.bindText(4, entry.door).bindText(5, entry.act).bindText(6, entry.type);
        query.bind(7, entry.row).bindText(8, entry.fields).bind(9, entry.rows);
        query.bindText(10, entry.reason).bindBlob(11, line.hash).run();
    }
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _access_head (one, number, hash, signature) VALUES (1, ?1, ?2, "
        "?3)");
    query.bind(1, head.number).bindBlob(2, head.hash).bindBlob(3, head.signature).run();
}

AccessBook accessBookIn(Connection& sql) {
    AccessBook book;
    book.head = accessHeadIn(sql);
    auto query = sql.statement(
        "SELECT number, at_ms, who, door, act, type, row, fields, rows, reason, hash FROM _access "
        "ORDER BY number");
    while (query.step()) {
        book.lines.push_back({.number = query.unsignedInteger(0),
                              .atMs = query.integer(1),
                              .entry = {.who = query.text(2),
                                        .door = query.text(3),
                                        .act = query.text(4),
                                        .type = query.text(5),
                                        .row = query.id(6),
                                        .fields = query.text(7),
                                        .rows = query.unsignedInteger(8),
                                        .reason = query.text(9)},
                              .hash = query.blob(10)});
    }
    return book;
}

}  // namespace xiangji::syncd
