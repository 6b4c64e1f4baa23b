#include "syncd/central/sqlite/sqlite_traces.hpp"

#include "syncd/central/sqlite/aside_tables.hpp"
#include "syncd/central/sqlite/erasure_tables.hpp"
#include "syncd/central/sqlite/lineage_tables.hpp"
#include "syncd/central/sqlite/log_history.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/segment_table.hpp"
#include "syncd/central/sqlite/side_tables.hpp"

namespace xiangji::syncd {

Result<std::vector<LogLine>> SqliteTraces::lines(const RecordType& type, const Id& row) {
    return guarded([&] { return LogHistory(sql_, folder_).of(type, row); });
}

Outcome SqliteTraces::rewriteLine(Lsn lsn, const Bytes& change) {
    return guarded([&] {
        if (lsn <= archivedIn(sql_)) {
            putRewrittenIn(sql_, lsn, change);
        } else {
            rewriteChangeIn(sql_, lsn, change);
        }
    });
}

Result<std::vector<AsideRow>> SqliteTraces::aside() {
    return guarded([&] { return allAsideIn(sql_); });
}

Result<std::vector<KeptEnvelope>> SqliteTraces::envelopes() {
    return guarded([&] {
        std::vector<KeptEnvelope> kept;
        auto query = sql_.statement(
            "SELECT device, seq, hash, 0, envelope, receipt FROM _envelope WHERE "
            "length(envelope) > 0 UNION ALL "
            "SELECT device, seq, hash, 1, envelope, x'' FROM _quarantine");
        while (query.step()) {
            kept.push_back({.device = query.id(0),
                            .seq = query.unsignedInteger(1),
                            .hash = query.blob(2),
                            .beside = query.integer(3) != 0,
                            .envelope = query.blob(4),
                            .receipt = query.blob(5)});
        }
        return kept;
    });
}

Outcome SqliteTraces::rewriteEnvelope(const KeptEnvelope& kept) {
    return guarded([&] {
        auto query = sql_.statement(
            kept.beside ? "UPDATE _quarantine SET envelope = ?4 WHERE device = ?1 AND seq = ?2 AND "
                          "hash = ?3"
                        : "UPDATE _envelope SET envelope = ?4, receipt = ?5 WHERE device = ?1 AND "
                          "seq = ?2 AND hash = ?3");
        query.bind(1, kept.device).bind(2, kept.seq).bindBlob(3, kept.hash);
        query.bindBlob(4, kept.envelope);
        if (!kept.beside) {
            query.bindBlob(5, kept.receipt);
        }
        query.run();
    });
}

Result<std::vector<RecoveryRow>> SqliteTraces::recoveries() {
    return guarded([&] { return recoveriesIn(sql_); });
}

Result<std::vector<DeviceRow>> SqliteTraces::devices() {
    return guarded([&] { return devicesIn(sql_); });
}

Result<std::vector<Id>> SqliteTraces::showing(const RecordType& type, const Field& field,
                                              const Value& value) {
    return guarded([&] {
        std::vector<Id> rows;
        auto query = sql_.statement("SELECT id FROM \"" + type.name + "\" WHERE \"" + field.name +
                                    "\" = ?1 ORDER BY id");
        query.bind(1, value);
        while (query.step()) {
            rows.push_back(query.id(0));
        }
        return rows;
    });
}

Result<bool> SqliteTraces::anyErasure() {
    return guarded([&] { return anyErasureIn(sql_); });
}

Result<bool> SqliteTraces::wasErased(TypeNumber type, const Id& row) {
    return guarded([&] { return wasErasedIn(sql_, type, row); });
}

Outcome SqliteTraces::putErasure(const ErasureRow& erasure) {
    return guarded([&] { putErasureIn(sql_, erasure); });
}

}  // namespace xiangji::syncd
