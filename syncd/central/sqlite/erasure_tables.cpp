#include "syncd/central/sqlite/erasure_tables.hpp"

namespace xiangji::syncd {

void furnishErasures(Connection& sql) {
    sql.execute(
        "CREATE TABLE IF NOT EXISTS _erasure (lsn INTEGER PRIMARY KEY, type INTEGER NOT NULL, row "
        "BLOB NOT NULL, scrubbed INTEGER NOT NULL DEFAULT 0) STRICT");
    sql.execute("CREATE INDEX IF NOT EXISTS erasure_row ON _erasure (row)");
}

void putErasureIn(Connection& sql, const ErasureRow& erasure) {
    auto query = sql.statement("INSERT INTO _erasure (lsn, type, row) VALUES (?1, ?2, ?3)");
    query.bind(1, erasure.lsn).bind(2, std::int64_t{erasure.type}).bind(3, erasure.row).run();
}

std::vector<ErasureRow> erasuresIn(Connection& sql, Lsn after, Lsn upTo) {
    std::vector<ErasureRow> erasures;
    auto query = sql.statement(
        "SELECT lsn, type, row FROM _erasure WHERE lsn > ?1 AND lsn <= ?2 ORDER BY lsn");
    query.bind(1, after).bind(2, upTo);
    while (query.step()) {
        erasures.push_back(
            {query.unsignedInteger(0), static_cast<TypeNumber>(query.integer(1)), query.id(2)});
    }
    return erasures;
}

bool anyErasureIn(Connection& sql) {
    auto query = sql.statement("SELECT 1 FROM _erasure LIMIT 1");
    return query.step();
}

bool wasErasedIn(Connection& sql, TypeNumber type, const Id& row) {
    auto query = sql.statement("SELECT 1 FROM _erasure WHERE row = ?1 AND type = ?2");
    query.bind(1, row).bind(2, std::int64_t{type});
    return query.step();
}

bool scrubDueIn(Connection& sql) {
    auto query = sql.statement("SELECT 1 FROM _erasure WHERE scrubbed = 0");
    return query.step();
}

void emptyLogOf(Connection& sql) {
    auto query = sql.statement("PRAGMA wal_checkpoint(TRUNCATE)");
    if (query.step() && query.integer(0) != 0) {
        throw SqlFault({Fault::busy,
                        "somebody reads an older moment of the database just now (an audit, a "
                        "backup): the write-ahead log could not be emptied; do it again later"});
    }
}

void scrubFiles(Connection& sql) {
    sql.execute("VACUUM");
    emptyLogOf(sql);
}

void noteScrubbed(Connection& sql) {
    sql.execute("UPDATE _erasure SET scrubbed = 1");
}

}  // namespace xiangji::syncd
