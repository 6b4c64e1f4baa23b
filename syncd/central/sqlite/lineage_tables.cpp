#include "syncd/central/sqlite/lineage_tables.hpp"

namespace xiangji::syncd {

std::vector<Epoch> epochsIn(Connection& sql) {
    std::vector<Epoch> epochs;
    auto query = sql.statement(
        "SELECT epoch, parent, fork_lsn, fork_hash, began_ms, record FROM _epoch ORDER BY place");
    while (query.step()) {
        epochs.push_back({.id = query.id(0),
                          .parent = query.id(1),
                          .forkLsn = query.unsignedInteger(2),
                          .forkHash = query.blob(3),
                          .beganMs = query.integer(4),
                          .record = query.blob(5)});
    }
    return epochs;
}

void putEpochIn(Connection& sql, const Epoch& epoch) {
    auto query = sql.statement(
        "INSERT INTO _epoch (epoch, parent, fork_lsn, fork_hash, began_ms, record) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (epoch) DO UPDATE SET record = "
        "excluded.record WHERE parent = excluded.parent AND fork_lsn = excluded.fork_lsn AND "
        "fork_hash = excluded.fork_hash");
    query.bind(1, epoch.id).bind(2, epoch.parent).bind(3, epoch.forkLsn);
    query.bindBlob(4, epoch.forkHash).bind(5, epoch.beganMs).bindBlob(6, epoch.record).run();
}

std::vector<RecoveryRow> recoveriesIn(Connection& sql) {
    std::vector<RecoveryRow> proposals;
    auto query = sql.statement(
        "SELECT id, type, row, pulled, device, epoch, lsn, at_ms FROM _recovery "
        "ORDER BY at_ms, lsn, id");
    while (query.step()) {
        proposals.push_back({.id = query.id(0),
                             .type = static_cast<TypeNumber>(query.integer(1)),
                             .row = query.id(2),
                             .pulled = query.blob(3),
                             .device = query.id(4),
                             .from = {query.id(5), query.unsignedInteger(6)},
                             .atMs = query.integer(7)});
    }
    return proposals;
}

void putRecoveryIn(Connection& sql, const RecoveryRow& proposal) {
    auto query = sql.statement(
        "INSERT INTO _recovery (id, type, row, pulled, device, epoch, lsn, at_ms) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING");
    query.bind(1, proposal.id).bind(2, std::int64_t{proposal.type}).bind(3, proposal.row);
    query.bindBlob(4, proposal.pulled).bind(5, proposal.device).bind(6, proposal.from.epoch);
    query.bind(7, proposal.from.lsn).bind(8, proposal.atMs).run();
}

void dropRecoveryIn(Connection& sql, const Id& id) {
    auto query = sql.statement("DELETE FROM _recovery WHERE id = ?1");
    query.bind(1, id).run();
}

}  // namespace xiangji::syncd
