#include "core/store/taken_receipt.hpp"

#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

bool takesEffect(wire::Verdict verdict) {
    return verdict == wire::VERDICT_TAKEN || verdict == wire::VERDICT_TAKEN_WITH_CONFLICT;
}

}  // namespace

bool TakenReceipt::held() const {
    return body_.changes_size() > 0 && body_.changes(0).verdict() == wire::VERDICT_HELD;
}

std::vector<Verdict> TakenReceipt::take() {
    Bytes body;
    {
        auto query = database_.connection().statement(
            "SELECT body, held FROM _outbox WHERE seq = ?1 AND hash = ?2");
        query.bind(1, body_.seq()).bindBlob(2, body_.hash());
        if (!query.step() || (held() && query.integer(1) != 0)) {
            return {};  // already settled, or still held as before: no news
        }
        body = query.blob(0);
    }
    wire::EnvelopeBody envelope;
    wire::Changeset changeset;
    if (!envelope.ParseFromString(body) || !changeset.ParseFromString(envelope.changeset())) {
        throw SqlFault({Fault::damaged, "an envelope this phone wrote cannot be read any more"});
    }
    const bool whole = body_.changes_size() != changeset.changes_size();
    std::vector<Verdict> verdicts;
    for (int i = 0; i < changeset.changes_size(); ++i) {
        wire::ChangeVerdict verdict;
        verdict.set_verdict(wire::VERDICT_TAKEN);
        if (body_.changes_size() > 0) {
            verdict = body_.changes(whole ? 0 : i);
        }
        const auto& change = changeset.changes(i);
        verdicts.push_back({body_.seq(), change.type(), Id::fromBytes(change.row()).value_or(Id{}),
                            verdict.verdict(), verdict.reason(), verdict.words()});
        if (!held()) {
            place(change, verdict);
        }
    }
    keepVerdicts(verdicts, envelope.device_ms());
    if (held()) {
        auto query = database_.connection().statement("UPDATE _outbox SET held = 1 WHERE seq = ?1");
        query.bind(1, body_.seq());
        query.run();
    } else {
        moveToSent();
    }
    return verdicts;
}

void TakenReceipt::moveToSent() {
    auto& sql = database_.connection();
    {
        auto query = sql.statement(
            "INSERT OR REPLACE INTO _sent (seq, body, hash, made_ms, receipt, receipted_ms) "
            "SELECT seq, body, hash, made_ms, ?2, ?3 FROM _outbox WHERE seq = ?1");
        query.bind(1, body_.seq())
            .bindBlob(2, receipt_.SerializeAsString())
            .bind(3, static_cast<std::int64_t>(body_.received_ms()));
        query.run();
    }
    auto query = sql.statement("DELETE FROM _outbox WHERE seq = ?1");
    query.bind(1, body_.seq());
    query.run();
}

void TakenReceipt::keepVerdicts(const std::vector<Verdict>& verdicts, Instant madeMs) {
    auto& sql = database_.connection();
    {
        auto query = sql.statement("DELETE FROM _verdict WHERE seq = ?1");
        query.bind(1, body_.seq());
        query.run();
    }
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const auto& verdict = verdicts[i];
        if (takesEffect(verdict.verdict)) {
            // A change made after its author could read the refusal went through: that settles it.
            auto query = sql.statement(
                "DELETE FROM _verdict WHERE type = ?1 AND row = ?2 AND at_ms < ?3 AND verdict <> "
                "?4");
            query.bind(1, std::int64_t{verdict.type})
                .bind(2, verdict.row)
                .bind(3, madeMs)
                .bind(4, int{wire::VERDICT_HELD});
            query.run();
            continue;
        }
        auto query = sql.statement(
            "INSERT INTO _verdict (seq, place, type, row, verdict, reason, words, at_ms) VALUES "
            "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        query.bind(1, verdict.seq)
            .bind(2, static_cast<std::int64_t>(i))
            .bind(3, std::int64_t{verdict.type});
        query.bind(4, verdict.row).bind(5, int{verdict.verdict}).bindText(6, verdict.reason);
        query.bindText(7, verdict.words).bind(8, nowMs_);
        query.run();
    }
}

void TakenReceipt::place(const wire::Change& change, const wire::ChangeVerdict& verdict) {
    const auto row = Id::fromBytes(change.row());
    const auto* type = database_.catalogue().find(TypeNumber{change.type()});
    auto overlay = row && type != nullptr ? database_.overlay(change.type(), *row) : std::nullopt;
    if (!overlay) {
        return;
    }
    const bool taken = takesEffect(verdict.verdict());
    // Where nothing took effect, the log's head is the place by which the phone must have caught
    // up.
    const std::uint64_t lsn = taken && verdict.lsn() != 0 ? verdict.lsn() : body_.head_lsn();
    if (overlay->inserted_seq() == body_.seq()) {
        overlay->set_inserted_lsn(lsn);
        overlay->set_insert_refused(!taken);
    }
    wire::Overlay kept = *overlay;
    kept.clear_cells();
    Fields ended;
    for (auto& cell : *overlay->mutable_cells()) {
        if (cell.seq() == body_.seq()) {
            cell.set_lsn(lsn);
            cell.set_refused(!taken);
            if (taken && overlay->server_lsn() >= lsn) {
                // The row came before its receipt did: the centre's value already contains this
                // edit.
                ended[cell.field()] = valueIn(cell.server());
                continue;
            }
        }
        *kept.add_cells() = cell;
    }
    RowTable(database_.connection(), *type).update(*row, ended);
    database_.putOverlay(change.type(), *row, kept);
}

}  // namespace xiangji
