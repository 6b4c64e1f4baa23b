#include "syncd/central/sqlite/sqlite_write.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "syncd/central/sqlite/access_tables.hpp"
#include "syncd/central/sqlite/aside_tables.hpp"
#include "syncd/central/sqlite/lineage_tables.hpp"
#include "syncd/central/sqlite/log_history.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/side_tables.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

SqliteWrite::SqliteWrite(Connection& connection, WrittenTables& tables, SegmentFolder& folder,
                         std::atomic<bool>& open)
    : sql_(connection),
      tables_(tables),
      open_(open),
      transaction_(connection),
      folder_(folder),
      traces_(connection, folder),
      archive_(connection, folder) {
    tables_.next();
}

SqliteWrite::~SqliteWrite() {
    if (!committed_) {
        tables_.forget();
    }
    open_ = false;
}

Outcome SqliteWrite::setIdentity(const CentralIdentity& identity) {
    return guarded([&] {
        auto query = sql_.statement(
            "INSERT OR REPLACE INTO _identity (one, server, epoch) VALUES (1, ?1, ?2)");
        query.bind(1, identity.server).bind(2, identity.epoch).run();
    });
}

Result<std::vector<Epoch>> SqliteWrite::epochs() {
    return guarded([&] { return epochsIn(sql_); });
}

Outcome SqliteWrite::putEpoch(const Epoch& epoch) {
    return guarded([&] { putEpochIn(sql_, epoch); });
}

Result<std::optional<RowState>> SqliteWrite::row(const RecordType& type, const Id& id) {
    return guarded([&] { return tables_.of(type).row(id); });
}

Result<std::optional<Id>> SqliteWrite::homeOf(const RecordType& type, const Id& id) {
    return guarded([&] { return tables_.of(type).home(id); });
}

Result<std::vector<Id>> SqliteWrite::rowsUnder(const RecordType& type, const Field& parent,
                                               const Id& row, const Id& home) {
    return guarded([&] {
        std::vector<Id> rows;
        auto query =
            sql_.statement("SELECT id FROM \"" + type.name + "\" WHERE home_org = ?1 AND \"" +
                           parent.name + "\" = ?2 ORDER BY id");
        query.bind(1, home).bind(2, row);
        while (query.step()) {
            rows.push_back(query.id(0));
        }
        return rows;
    });
}

Outcome SqliteWrite::putRow(const RecordType& type, const Id& id, const RowState& state) {
    return guarded([&] {
        const auto before = tables_.of(type).put(id, state);
        putFeed(type, id, state, before);
        putConflicts(type, id, state, before.conflicted);
    });
}

void SqliteWrite::putFeed(const RecordType& type, const Id& id, const RowState& state,
                          const WrittenRows::Before& before) {
    const Id unit = feedUnit(type, id, state.fields);
    const bool stays = before.lsn != 0 && before.unit == unit;
    if (before.lsn != 0 && !stays) {
        tables_.feed().leave(before.unit, before.lsn);
        putLeft(type, id, before.unit, unit, state.lsn);
    }
    tables_.feed().put(type, id, unit, state.lsn, stays ? before.lsn : 0);
}

void SqliteWrite::putLeft(const RecordType& type, const Id& id, const Id& old, const Id& now,
                          Lsn lsn) {
    {
        auto query = sql_.statement(
            "INSERT OR REPLACE INTO _left (type, row, unit, lsn) VALUES (?1, ?2, ?3, ?4)");
        query.bind(1, std::int64_t{type.number}).bind(2, id).bind(3, old).bind(4, lsn).run();
    }
    // Where it came back, it is no longer gone.
    auto query = sql_.statement("DELETE FROM _left WHERE type = ?1 AND row = ?2 AND unit = ?3");
    query.bind(1, std::int64_t{type.number}).bind(2, id).bind(3, now).run();
}

void SqliteWrite::putConflicts(const RecordType& type, const Id& id, const RowState& state,
                               bool before) {
    if (before) {
        auto query = sql_.statement("DELETE FROM _conflict WHERE type = ?1 AND row = ?2");
        query.bind(1, std::int64_t{type.number}).bind(2, id).run();
    }
    for (const Field* field : conflictsOf(state, type)) {
        auto query = sql_.statement("INSERT INTO _conflict (type, row, field) VALUES (?1, ?2, ?3)");
        query.bind(1, std::int64_t{type.number})
            .bind(2, id)
            .bind(3, std::int64_t{field->number})
            .run();
    }
}

Outcome SqliteWrite::appendLog(const LogLine& line) {
    return guarded([&] {
        if (!head_) {
            head_ = headOf(sql_);
        }
        const Instant lastMs = std::max(head_->lastMs, line.receivedMs);
        appendLineIn(sql_, line, lastMs);
        head_ = {line.lsn, line.hash, lastMs};
    });
}

Result<LogHead> SqliteWrite::head() {
    return guarded([&] {
        if (!head_) {
            head_ = headOf(sql_);
        }
        return *head_;
    });
}

Result<std::optional<LogPlace>> SqliteWrite::origin(Lsn lsn) {
    return guarded([&] { return LogHistory(sql_, folder_).origin(lsn); });
}

Result<std::vector<LogLine>> SqliteWrite::linesOf(const RecordType& type, const Id& row) {
    return guarded([&] { return LogHistory(sql_, folder_).of(type, row); });
}

Outcome SqliteWrite::putRecovery(const RecoveryRow& proposal) {
    return guarded([&] { putRecoveryIn(sql_, proposal); });
}

Outcome SqliteWrite::dropRecovery(const Id& id) {
    return guarded([&] { dropRecoveryIn(sql_, id); });
}

Result<std::optional<DeviceRow>> SqliteWrite::device(const Id& id) {
    return guarded([&] { return deviceIn(sql_, id); });
}

Outcome SqliteWrite::putDevice(const DeviceRow& device) {
    return guarded([&] { putDeviceIn(sql_, device); });
}

Result<std::optional<InvitationRow>> SqliteWrite::invitation(const Bytes& secretHash) {
    return guarded([&] { return invitationIn(sql_, secretHash); });
}

Outcome SqliteWrite::putInvitation(const InvitationRow& invitation) {
    return guarded([&] { putInvitationIn(sql_, invitation); });
}

Result<std::optional<EnvelopeRow>> SqliteWrite::envelope(const Id& device, std::uint64_t seq) {
    return guarded([&] { return envelopeIn(sql_, device, seq); });
}

Outcome SqliteWrite::putEnvelope(const EnvelopeRow& envelope) {
    return guarded([&] { putEnvelopeIn(sql_, envelope); });
}

Result<std::vector<EnvelopeRow>> SqliteWrite::heldEnvelopes(const Id& device) {
    return guarded([&] { return heldIn(sql_, device); });
}

Outcome SqliteWrite::quarantine(const Id& device, std::uint64_t seq, const Bytes& envelope,
                                const std::string& reason, Instant nowMs) {
    return guarded([&] {
        auto query = sql_.statement(
            "INSERT OR IGNORE INTO _quarantine (device, seq, hash, envelope, reason, at_ms) VALUES "
            "(?1, ?2, ?3, ?4, ?5, ?6)");
        query.bind(1, device).bind(2, seq).bindBlob(3, hashOf(envelope)).bindBlob(4, envelope);
        query.bindText(5, reason).bind(6, nowMs).run();
    });
}

Outcome SqliteWrite::putAside(const AsideRow& aside) {
    return guarded([&] { putAsideIn(sql_, aside); });
}

Outcome SqliteWrite::dropAside(const Id& id) {
    return guarded([&] { dropAsideIn(sql_, id); });
}

Result<std::optional<AsideRow>> SqliteWrite::aside(const Id& id) {
    return guarded([&] { return asideIn(sql_, id); });
}

Result<std::vector<AsideRow>> SqliteWrite::held(const HeldChoice& choice) {
    return guarded([&] { return heldChangesIn(sql_, choice); });
}

Result<bool> SqliteWrite::anyHeld() {
    return guarded([&] {
        auto query = sql_.statement("SELECT 1 FROM _aside WHERE state = 0 LIMIT 1");
        return query.step();
    });
}

Outcome SqliteWrite::turnAway(const Id& device, TypeNumber type, const Id& row) {
    return guarded([&] {
        auto query = sql_.statement(
            "INSERT OR IGNORE INTO _turned_away (device, type, row) VALUES (?1, ?2, ?3)");
        query.bind(1, device).bind(2, std::int64_t{type}).bind(3, row).run();
    });
}

Result<bool> SqliteWrite::wasTurnedAway(const Id& device, TypeNumber type, const Id& row) {
    return guarded([&] {
        auto query = sql_.statement(
            "SELECT 1 FROM _turned_away WHERE device = ?1 AND type = ?2 AND row = ?3");
        query.bind(1, device).bind(2, std::int64_t{type}).bind(3, row);
        return query.step();
    });
}

Result<std::optional<ProposalRow>> SqliteWrite::proposal(const Id& id) {
    return guarded([&] { return proposalIn(sql_, id); });
}

Outcome SqliteWrite::putProposal(const ProposalRow& proposal) {
    return guarded([&] { putProposalIn(sql_, proposal); });
}

Result<std::vector<ProposalRow>> SqliteWrite::proposalsOf(TypeNumber type, const Id& row) {
    return guarded([&] { return proposalsIn(sql_, type, row); });
}

Result<AccessHead> SqliteWrite::accessHead() {
    return guarded([&] { return accessHeadIn(sql_); });
}

Outcome SqliteWrite::appendAccess(const AccessLine& line, const AccessHead& head) {
    return guarded([&] { appendAccessIn(sql_, line, head); });
}

Outcome SqliteWrite::savepoint() {
    return guarded([&] {
        tables_.feed().mark();
        sql_.statement("SAVEPOINT part").run();
    });
}
Outcome SqliteWrite::releaseSavepoint() {
    return guarded([&] {
        sql_.statement("RELEASE part").run();
        tables_.feed().dropMark();
    });
}
Outcome SqliteWrite::rollbackToSavepoint() {
    head_.reset();
    tables_.backToMark();
    return guarded([&] { sql_.execute("ROLLBACK TO part; RELEASE part"); });
}
Outcome SqliteWrite::commit() {
    return guarded([&] {
        tables_.feed().flush();
        archive_.finish();
        transaction_.commit();
        committed_ = true;
        archive_.committed();
    });
}

}  // namespace xiangji::syncd
