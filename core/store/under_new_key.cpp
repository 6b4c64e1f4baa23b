#include "core/store/under_new_key.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/change_id.hpp"
#include "core/base/hash.hpp"
#include "core/store/resealing.hpp"
#include "wire/session.pb.h"

namespace xiangji {

namespace {

bool putAsideAsFork(const Bytes& receipt) {
    wire::Receipt signedOne;
    wire::ReceiptBody body;
    return signedOne.ParseFromString(receipt) && body.ParseFromString(signedOne.body()) &&
           body.changes_size() == 1 && body.changes(0).verdict() == wire::VERDICT_QUARANTINED &&
           isForkReason(body.changes(0).reason());
}

wire::EnvelopeBody bodyIn(const Bytes& bytes) {
    wire::EnvelopeBody body;
    if (!body.ParseFromString(bytes)) {
        throw SqlFault({Fault::damaged, "an envelope this phone wrote cannot be read any more"});
    }
    return body;
}

}  // namespace

bool isForkReason(std::string_view reason) {
    return reason == "forked" || reason == "chain";
}

std::uint64_t UnderNewKey::begin() {
    const auto lives = database_.knownInteger(known::kFormerLives) + 1;
    database_.know(known::kFormerLives, lives);
    beyond_ = static_cast<std::uint64_t>(lives) * kBeyondNumbers;
    const auto kept = notTaken();
    nameAgain(kept);
    database_.tellAllApart();
    keepFormer();
    renumberOverlays();
    renumberBeside();
    renumberVerdicts();
    writeAgain(kept);
    Resealing(database_, before_, now_).run();
    database_.know(known::kDevice, refTo(Id::ofHash(now_.publicKey())));
    database_.know(known::kForked, std::int64_t{0});
    database_.know(known::kUndo, Blob{});
    return kept.size();
}

std::vector<UnderNewKey::Kept> UnderNewKey::notTaken() {
    std::vector<Kept> kept;
    auto query = database_.connection().statement(
        "SELECT seq, body, made_ms, x'' FROM _outbox "
        "UNION ALL SELECT seq, body, made_ms, receipt FROM _sent ORDER BY seq");
    while (query.step()) {
        const auto receipt = query.blob(3);
        if (receipt.empty() || putAsideAsFork(receipt)) {
            kept.push_back({query.unsignedInteger(0), query.blob(1), query.integer(2)});
        }
    }
    return kept;
}

void UnderNewKey::nameAgain(const std::vector<Kept>& kept) {
    const Id old = Id::ofHash(before_.publicKey());
    const Id device = Id::ofHash(now_.publicKey());
    for (const auto& envelope : kept) {
        const auto seq = numbers_.size() + 1;
        numbers_[envelope.seq] = seq;
        wire::Changeset changeset;
        changeset.ParseFromString(bodyIn(envelope.body).changeset());
        for (int i = 0; i < changeset.changes_size(); ++i) {
            const auto place = static_cast<std::uint32_t>(i);
            if (changeset.changes(i).verb() == wire::VERB_PROPOSE) {
                proposals_[changeId(old, envelope.seq, place).bytes()] =
                    changeId(device, seq, place).bytes();
            }
        }
    }
}

/// Receipted ones stay with the old key's signature, which nobody can give them later.
void UnderNewKey::keepFormer() {
    auto& sql = database_.connection();
    std::vector<std::pair<std::uint64_t, Bytes>> hashes;
    {
        auto query = sql.statement("SELECT seq, hash FROM _sent");
        while (query.step()) {
            hashes.emplace_back(query.unsignedInteger(0), query.blob(1));
        }
    }
    for (const auto& [seq, hash] : hashes) {
        if (numbers_.contains(seq)) {
            continue;
        }
        auto query = sql.statement(
            "INSERT INTO _former (seq, body, hash, made_ms, receipt, receipted_ms, signature) "
            "SELECT seq + ?2, body, hash, made_ms, receipt, receipted_ms, ?3 FROM _sent WHERE "
            "seq = ?1");
        query.bind(1, seq).bind(2, beyond_).bindBlob(3, before_.sign(hash)).run();
    }
    clear("_sent");
    clear("_outbox");
}

void UnderNewKey::clear(const char* table) {
    database_.connection().execute("DELETE FROM " + std::string(table));
}

std::uint64_t UnderNewKey::numberNow(std::uint64_t seq) const {
    const auto found = numbers_.find(seq);
    if (found != numbers_.end()) {
        return found->second;
    }
    return seq == 0 || seq >= kBeyondNumbers ? seq : seq + beyond_;
}

void UnderNewKey::renumberOverlays() {
    std::vector<std::tuple<TypeNumber, Id, Bytes>> all;
    {
        auto query = database_.connection().statement("SELECT type, row, cells FROM _overlay");
        while (query.step()) {
            all.emplace_back(static_cast<TypeNumber>(query.integer(0)), query.id(1), query.blob(2));
        }
    }
    for (const auto& [type, row, cells] : all) {
        wire::Overlay overlay;
        if (!overlay.ParseFromString(cells)) {
            throw SqlFault({Fault::damaged, "what this phone kept beside a row cannot be read"});
        }
        if (numbers_.contains(overlay.inserted_seq())) {
            overlay.set_inserted_lsn(0);
            overlay.set_insert_refused(false);
        }
        overlay.set_inserted_seq(numberNow(overlay.inserted_seq()));
        for (auto& cell : *overlay.mutable_cells()) {
            if (numbers_.contains(cell.seq())) {
                cell.set_lsn(0);
                cell.set_refused(false);
            }
            cell.set_seq(numberNow(cell.seq()));
        }
        database_.putOverlay(type, row, overlay);
    }
}

/// Own proposals and answers, and settlements on their way.
void UnderNewKey::renumberBeside() {
    auto& sql = database_.connection();
    std::vector<std::tuple<Bytes, Bytes, std::uint64_t, std::uint64_t>> all;
    {
        auto query = sql.statement("SELECT id, proposal, seq, answer_seq FROM _proposal");
        while (query.step()) {
            all.emplace_back(query.blob(0), query.blob(1), query.unsignedInteger(2),
                             query.unsignedInteger(3));
        }
    }
    for (const auto& [id, bytes, seq, answered] : all) {
        wire::Proposal proposal;
        proposal.ParseFromString(bytes);
        const auto named = proposals_.find(id);
        if (named != proposals_.end()) {
            proposal.set_id(named->second);
            proposal.set_device(Id::ofHash(now_.publicKey()).bytes());
            proposal.set_seq(numberNow(seq));
        }
        auto query = sql.statement(
            "UPDATE _proposal SET id = ?2, proposal = ?3, seq = ?4, answer_seq = ?5 WHERE id = ?1");
        query.bindBlob(1, id)
            .bindBlob(2, named == proposals_.end() ? id : named->second)
            .bindBlob(3, proposal.SerializeAsString())
            .bind(4, numberNow(seq))
            .bind(5, numberNow(answered))
            .run();
    }
    std::vector<std::uint64_t> settling;
    {
        auto query = sql.statement("SELECT DISTINCT seq FROM _settling ORDER BY seq");
        while (query.step()) {
            settling.push_back(query.unsignedInteger(0));
        }
    }
    // New numbers are never greater than old ones, so in this order none meets another.
    for (const auto seq : settling) {
        auto query = sql.statement("UPDATE _settling SET seq = ?2 WHERE seq = ?1");
        query.bind(1, seq).bind(2, numberNow(seq)).run();
    }
}

void UnderNewKey::renumberVerdicts() {
    auto& sql = database_.connection();
    for (const auto& [old, now] : numbers_) {
        auto query = sql.statement("DELETE FROM _verdict WHERE seq = ?1");
        query.bind(1, old).run();
    }
    auto query = sql.statement("UPDATE _verdict SET seq = seq + ?1 WHERE seq < ?2");
    query.bind(1, beyond_).bind(2, kBeyondNumbers).run();
}

/// What named an envelope or a proposal of the old device that comes again names the new one.
Bytes UnderNewKey::changesetAgain(const wire::EnvelopeBody& body) const {
    wire::Changeset changeset;
    if (!changeset.ParseFromString(body.changeset())) {
        return body.changeset();
    }
    bool other = false;
    for (auto& change : *changeset.mutable_changes()) {
        for (auto& head : *change.mutable_heads()) {
            const auto found = numbers_.find(head.seq());
            if (head.device() == body.device() && found != numbers_.end()) {
                head.set_device(Id::ofHash(now_.publicKey()).bytes());
                head.set_seq(found->second);
                other = true;
            }
        }
        if (const auto found = proposals_.find(change.proposal()); found != proposals_.end()) {
            change.set_proposal(found->second);
            other = true;
        }
    }
    return other ? changeset.SerializeAsString() : body.changeset();
}

void UnderNewKey::writeAgain(const std::vector<Kept>& kept) {
    Bytes previous;
    for (const auto& envelope : kept) {
        auto body = bodyIn(envelope.body);
        body.set_changeset(changesetAgain(body));
        body.set_device(Id::ofHash(now_.publicKey()).bytes());
        body.set_seq(numbers_.at(envelope.seq));
        body.set_previous(previous);
        const auto bytes = body.SerializeAsString();
        previous = hashOf(bytes);
        auto query = database_.connection().statement(
            "INSERT INTO _outbox (seq, body, hash, made_ms) VALUES (?1, ?2, ?3, ?4)");
        query.bind(1, std::uint64_t{body.seq()})
            .bindBlobView(2, bytes)
            .bindBlobView(3, previous)
            .bind(4, envelope.madeMs)
            .run();
    }
    database_.know(known::kLastSeq, static_cast<std::int64_t>(kept.size()));
    database_.know(known::kLastHash, Blob{previous});
}

}  // namespace xiangji
