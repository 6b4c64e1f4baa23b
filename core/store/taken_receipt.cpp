#include "core/store/taken_receipt.hpp"

#include <algorithm>
#include <tuple>

#include "core/records/wire_values.hpp"
#include "core/store/erased_rows.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

bool takesEffect(wire::Verdict verdict) {
    return verdict == wire::VERDICT_TAKEN || verdict == wire::VERDICT_TAKEN_WITH_CONFLICT;
}

bool isHeld(const wire::ChangeVerdict& verdict) {
    return verdict.verdict() == wire::VERDICT_HELD;
}

/// Whether a change wrote a field; an insert and an answer do not name them all.
bool wrote(const wire::Change& change, FieldNumber field) {
    switch (change.verb()) {
        case wire::VERB_ACT:
            return field == common::kStatus;
        case wire::VERB_VOID:
            return field == common::kVoidReason;
        case wire::VERB_EDIT:
        case wire::VERB_SETTLE:
            return std::any_of(change.cells().begin(), change.cells().end(),
                               [&](const auto& cell) { return cell.field() == field; });
        case wire::VERB_INSERT:
        case wire::VERB_ANSWER:
            return true;
        default:
            return false;
    }
}

/// Whether it is this change's verdict that counts for a field. What a person did to one row in one
/// transaction may have been several changes, each with a verdict of its own; the last one that
/// wrote the field speaks for it.
bool speaksFor(const wire::Changeset& changeset, int place, FieldNumber field) {
    const auto& change = changeset.changes(place);
    return wrote(change, field) &&
           std::none_of(changeset.changes().begin() + place + 1, changeset.changes().end(),
                        [&](const wire::Change& later) {
                            return later.type() == change.type() && later.row() == change.row() &&
                                   later.verb() != wire::VERB_INSERT &&
                                   later.verb() != wire::VERB_ANSWER && wrote(later, field);
                        });
}

Value valueAt(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

/// What a change says of each field it writes in a row that is there; of a set what stands there.
Fields wordsOf(const wire::Change& change, const RecordType& type, const Fields& local) {
    Fields words;
    if (change.verb() == wire::VERB_VOID) {
        words[common::kVoidReason] = change.reason();
    }
    if (const auto* action = type.action(change.action());
        change.verb() == wire::VERB_ACT && action != nullptr) {
        words[common::kStatus] = action->to();
    }
    if (change.verb() == wire::VERB_EDIT || change.verb() == wire::VERB_SETTLE) {
        for (const auto& cell : change.cells()) {
            const FieldNumber number{cell.field()};
            if (type.field(number) != nullptr) {
                // A sealed value is for the centre's eyes: here it stands in the row.
                const bool told = cell.op() == wire::Cell::OP_WRITE && cell.sealed().empty();
                words[number] = told ? valueIn(cell) : valueAt(local, number);
            }
        }
    }
    return words;
}

bool sameEffects(const wire::ReceiptBody& a, const wire::ReceiptBody& b) {
    return std::equal(a.changes().begin(), a.changes().end(), b.changes().begin(),
                      b.changes().end(), [](const auto& one, const auto& other) {
                          return takesEffect(one.verdict()) == takesEffect(other.verdict()) &&
                                 isHeld(one) == isHeld(other);
                      });
}

}  // namespace

bool TakenReceipt::anyHeld() const {
    return std::any_of(body_.changes().begin(), body_.changes().end(), isHeld);
}

std::optional<TakenReceipt::Own> TakenReceipt::own() {
    Own own;
    Bytes body;
    wire::ReceiptBody before;
    {
        auto query = database_.connection().statement(
            "SELECT body, 0, x'' FROM _outbox WHERE seq = ?1 AND hash = ?2 UNION ALL "
            "SELECT body, 1, receipt FROM _sent WHERE seq = ?1 AND hash = ?2 AND receipt <> ?3");
        query.bind(1, body_.seq()).bindBlob(2, body_.hash());
        query.bindBlob(3, receipt_.SerializeAsString());
        if (!query.step()) {
            return std::nullopt;
        }
        body = query.blob(0);
        own.sent = query.integer(1) != 0;
        wire::Receipt receipt;
        if (own.sent && receipt.ParseFromString(query.blob(2))) {
            before.ParseFromString(receipt.body());
        }
    }
    const bool oldLife = Id::fromBytes(body_.epoch()) != database_.knownId(known::kEpoch);
    const auto there = static_cast<std::uint64_t>(database_.knownInteger(known::kCentreHas));
    if (oldLife && anyHeld() && (own.sent || body_.seq() > there)) {
        return std::nullopt;  // the present life knows nothing of what waited in an old one
    }
    if (own.sent && before.epoch() == body_.epoch() && body_.head_lsn() < before.head_lsn()) {
        return std::nullopt;  // an earlier word, come late
    }
    if (own.sent && before.epoch() != body_.epoch()) {
        if (oldLife) {
            return std::nullopt;  // an old life's word, come late
        }
        own.otherLife = true;
        own.sameVerdicts = sameEffects(before, body_);
    }
    if (!own.body.ParseFromString(body) || !own.changeset.ParseFromString(own.body.changeset())) {
        throw SqlFault({Fault::damaged, "an envelope this phone wrote cannot be read any more"});
    }
    return own;
}

std::vector<Verdict> TakenReceipt::take() {
    const auto found = own();
    if (!found) {
        return {};
    }
    const auto& changeset = found->changeset;
    const bool whole = body_.changes_size() != changeset.changes_size();
    std::vector<Verdict> verdicts;
    std::vector<wire::ChangeVerdict> said;
    for (int i = 0; i < changeset.changes_size(); ++i) {
        wire::ChangeVerdict verdict;
        verdict.set_verdict(wire::VERDICT_TAKEN);
        if (body_.changes_size() > 0) {
            verdict = body_.changes(whole ? 0 : i);
        }
        const auto& change = changeset.changes(i);
        verdicts.push_back({body_.seq(), change.type(), Id::fromBytes(change.row()).value_or(Id{}),
                            verdict.verdict(), verdict.reason(), verdict.words()});
        said.push_back(std::move(verdict));
    }
    if (found->sent) {
        // How long it is kept counts from its first receipt, by the centre's clock: this phone's
        // may be years off.
        auto query =
            database_.connection().statement("UPDATE _sent SET receipt = ?2 WHERE seq = ?1");
        query.bind(1, body_.seq()).bindBlob(2, receipt_.SerializeAsString()).run();
    }
    const bool news = found->otherLife ? !found->sameVerdicts : isNews(verdicts);
    if (!news && !found->otherLife) {
        return {};
    }
    database_.tellApart(body_.seq());
    for (int i = 0; i < changeset.changes_size(); ++i) {
        const auto& verdict = said[static_cast<std::size_t>(i)];
        if (verdict.verdict() != wire::VERDICT_HELD) {
            place(changeset, i, verdict);
            placeBeside(changeset.changes(i), verdict);
        } else if (found->sent) {
            showAgain(changeset.changes(i));
        }
    }
    if (!news) {
        return {};
    }
    keepVerdicts(verdicts, found->body.device_ms());
    if (anyHeld()) {
        waitOn();
    } else if (!found->sent) {
        moveToSent();
        ErasedRows(database_).dropSent(body_.seq(), changeset);
    }
    return verdicts;
}

void TakenReceipt::showAgain(const wire::Change& change) {
    const auto id = Id::fromBytes(change.row()).value_or(Id{});
    const auto* type = database_.catalogue().find(TypeNumber{change.type()});
    if (type == nullptr) {
        return;
    }
    RowTable table(database_.connection(), *type);
    const auto local = table.row(id);
    if (!local) {
        return;
    }
    auto overlay = database_.overlay(type->number, id).value_or(wire::Overlay{});
    Fields shown;
    for (const auto& [number, value] : wordsOf(change, *type, *local)) {
        auto& cells = *overlay.mutable_cells();
        auto at = std::find_if(cells.begin(), cells.end(),
                               [n = number](const auto& cell) { return cell.field() == n; });
        if (at != cells.end() && at->lsn() == 0 && at->seq() > body_.seq()) {
            continue;  // written again since, and that waits too
        }
        if (at == cells.end()) {
            auto& cell = *overlay.add_cells();
            cell.set_field(number);
            putValue(*cell.mutable_server(), valueAt(*local, number));
            at = cells.end() - 1;
        }
        at->set_seq(body_.seq());
        at->set_lsn(0);
        at->set_refused(false);
        shown[number] = value;
    }
    table.update(id, shown);
    database_.putOverlay(type->number, id, overlay);
}

void TakenReceipt::waitOn() {
    // One that had a receipt of another life waits again.
    for (const char* step :
         {"INSERT OR IGNORE INTO _outbox (seq, body, hash, made_ms) "
          "SELECT seq, body, hash, made_ms FROM _sent WHERE seq = ?1",
          "DELETE FROM _sent WHERE seq = ?1", "UPDATE _outbox SET held = 1 WHERE seq = ?1"}) {
        auto query = database_.connection().statement(step);
        query.bind(1, body_.seq());
        query.run();
    }
}

/// A receipt that repeats what was told is none: of an envelope that is still held, or was
/// receipted so before.
bool TakenReceipt::isNews(const std::vector<Verdict>& verdicts) {
    auto& sql = database_.connection();
    {
        auto query = sql.statement("SELECT held FROM _outbox WHERE seq = ?1");
        query.bind(1, body_.seq());
        if (query.step() && (query.integer(0) == 0 || !anyHeld())) {
            return true;
        }
    }
    std::vector<std::tuple<std::int64_t, std::int64_t, std::string>> before;
    {
        auto query = sql.statement(
            "SELECT place, verdict, reason FROM _verdict WHERE seq = ?1 ORDER BY place");
        query.bind(1, body_.seq());
        while (query.step()) {
            before.emplace_back(query.integer(0), query.integer(1), query.text(2));
        }
    }
    std::vector<std::tuple<std::int64_t, std::int64_t, std::string>> now;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        if (!takesEffect(verdicts[i].verdict)) {
            now.emplace_back(static_cast<std::int64_t>(i), int{verdicts[i].verdict},
                             verdicts[i].reason);
        }
    }
    return now != before;
}

/// Own proposals, answers and settlements: kept until the row comes with them, gone where refused.
void TakenReceipt::placeBeside(const wire::Change& change, const wire::ChangeVerdict& verdict) {
    auto& sql = database_.connection();
    const bool taken = takesEffect(verdict.verdict());
    if (change.verb() == wire::VERB_PROPOSE && !taken) {
        auto query = sql.statement("DELETE FROM _proposal WHERE seq = ?1 AND row = ?2");
        query.bind(1, body_.seq()).bindBlob(2, change.row());
        query.run();
    } else if (change.verb() == wire::VERB_ANSWER && !taken) {
        auto query = sql.statement(
            "UPDATE _proposal SET answer = 0, answer_seq = 0 WHERE answer_seq = ?1 AND id = ?2");
        query.bind(1, body_.seq()).bindBlob(2, change.proposal());
        query.run();
    } else if (change.verb() == wire::VERB_SETTLE) {
        auto query =
            sql.statement(taken ? "UPDATE _settling SET lsn = ?3 WHERE seq = ?1 AND row = ?2"
                                : "DELETE FROM _settling WHERE seq = ?1 AND row = ?2");
        query.bind(1, body_.seq()).bindBlob(2, change.row());
        if (taken) {
            query.bind(3, std::uint64_t{verdict.lsn()});
        }
        query.run();
    }
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

void TakenReceipt::place(const wire::Changeset& changeset, int which,
                         const wire::ChangeVerdict& verdict) {
    const auto& change = changeset.changes(which);
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
    if (change.verb() == wire::VERB_INSERT && overlay->inserted_seq() == body_.seq()) {
        overlay->set_inserted_lsn(lsn);
        overlay->set_insert_refused(!taken);
    }
    wire::Overlay kept = *overlay;
    kept.clear_cells();
    Fields ended;
    for (auto& cell : *overlay->mutable_cells()) {
        if (cell.seq() == body_.seq() && speaksFor(changeset, which, cell.field())) {
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
