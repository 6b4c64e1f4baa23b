#include "tests/sim/oracle/admitted.hpp"

#include <algorithm>

#include "tests/sim/oracle/last_word.hpp"
#include "tests/sim/oracle/lives.hpp"

namespace xiangji::sim {

namespace {

constexpr Instant kMostAheadMs = 5 * 60 * 1000;  // DESIGN §5 Admission

Hlc effectiveOf(const wire::EnvelopeBody& body, Instant receivedMs) {
    return body.hlc() > hlcOf(receivedMs + kMostAheadMs) ? hlcOf(receivedMs) : body.hlc();
}

/// The stamp that counts: an earlier life's word where it had spoken (DESIGN §5 Epoch), the rule
/// otherwise.
Hlc stampOf(const Ledger::Name& name, const wire::EnvelopeBody& said,
            const wire::ReceiptBody& answered, const Ledger& ledger) {
    const auto before = ledger.former().find(name);
    return !answered.first_epoch().empty() && before != ledger.former().end()
               ? before->second.body.effective_hlc()
               : effectiveOf(said, answered.received_ms());
}

/// What a phone had seen of the present log: nobody has seen what was not there yet, nor what lies
/// behind a fork; who inserts has seen nothing, or it would have edited.
Lsn seenBy(const AdmittedChange& change, const wire::EnvelopeBody& said, const Lives& lives) {
    if (change.change.verb() == wire::VERB_INSERT) {
        return 0;
    }
    return std::min({Lsn{said.seen_lsn()},
                     lives.sharedBy(Id::fromBytes(said.epoch()).value_or(Id{})), change.lsn - 1});
}

/// Where an earlier life had decided a change that came back with its verdict.
Id epochOf(const wire::ReceiptBody& answered, int change) {
    return Id::fromBytes(change < answered.first_epochs_size() ? answered.first_epochs(change)
                                                               : answered.first_epoch())
        .value_or(Id{});
}

void addPhones(Admitted& admitted, const Ledger& ledger, const syncd::test::MemoryStore& store) {
    const Lives lives(store);
    for (const auto& [name, receipted] : ledger.receipts()) {
        const auto saved = ledger.saved().find(name);
        const auto device = store.devices.find(std::get<0>(name));
        if (saved == ledger.saved().end() || device == store.devices.end()) {
            continue;
        }
        const auto& said = saved->second;
        const auto answered = lastWord(name, receipted, store);
        const Hlc effective = stampOf(name, said.body, answered, ledger);
        for (int i = 0; i < answered.changes_size(); ++i) {
            const Lsn lsn = answered.changes(i).lsn();
            if (lsn == 0) {
                continue;
            }
            if (i >= said.changeset.changes_size()) {
                admitted.trouble = "a receipt names more changes than the envelope has";
                return;
            }
            if (answered.effective_hlc() != effective) {
                admitted.trouble = "envelope " + std::to_string(said.body.seq()) +
                                   " got another effective stamp than its clock and arrival give";
                return;
            }
            AdmittedChange change{.lsn = lsn,
                                  .device = std::get<0>(name),
                                  .seq = said.body.seq(),
                                  .place = i,
                                  .effective = effective,
                                  .deviceHlc = said.body.hlc(),
                                  .receivedMs = answered.received_ms(),
                                  .person = device->second.person,
                                  .unit = device->second.unit,
                                  .proposed = answered.changes(i).proposed(),
                                  .again = isDecidedBefore(answered, i),
                                  .moment = lives.momentHere(lsn),
                                  .change = said.changeset.changes(i)};
            change.seen = seenBy(change, said.body, lives);
            if (change.again) {
                change.moment = lives.moment(epochOf(answered, i), answered.first_lsns(i));
            }
            admitted.changes.push_back(std::move(change));
        }
    }
}

/// A change of nothing but a row's unit, which nobody asks for by itself.
bool onlyMoves(const wire::Change& change) {
    return change.verb() == wire::VERB_EDIT && change.cells_size() == 1 &&
           change.cells(0).field() == common::kHomeOrg;
}

void addServer(Admitted& admitted, const Ledger& ledger, const syncd::test::MemoryStore& store,
               const Id& server) {
    int place = 0;
    std::uint64_t seq = 0;
    Lsn before = 0;
    const Lives lives(store);
    for (const auto& line : store.log) {
        if (line.device != server) {
            continue;
        }
        place = line.seq == seq ? place + 1 : 0;
        before = line.seq == seq ? before : line.lsn - 1;
        seq = line.seq;
        AdmittedChange change{.lsn = line.lsn,
                              .device = server,
                              .seq = line.seq,
                              .place = place,
                              .effective = line.effective,
                              .deviceHlc = line.deviceHlc,
                              .seen = before,
                              .receivedMs = line.receivedMs,
                              .server = true,
                              .moment = lives.momentHere(line.lsn)};
        change.change.ParseFromString(line.change);
        ledger.centre().open(change.change);
        if (change.change.verb() == wire::VERB_INSERT) {
            change.seen = 0;
        }
        change.follows = onlyMoves(change.change);
        admitted.changes.push_back(std::move(change));
    }
}

/// Rows that went along with one that moved: their lines lie behind its own, and no receipt names
/// them.
void addFollowing(Admitted& admitted, const syncd::test::MemoryStore& store) {
    const Lives lives(store);
    std::map<Lsn, AdmittedChange> known;
    for (const auto& change : admitted.changes) {
        known.emplace(change.lsn, change);
    }
    for (const auto& line : store.log) {
        const auto before = known.find(line.lsn - 1);
        if (known.contains(line.lsn) || before == known.end() ||
            before->second.device != line.device || before->second.seq != line.seq) {
            continue;
        }
        AdmittedChange change = before->second;
        change.lsn = line.lsn;
        change.seen = line.lsn - 1;
        change.proposed = change.again = false;
        change.follows = true;
        change.moment = lives.momentHere(line.lsn);
        change.change.ParseFromString(line.change);
        known.emplace(line.lsn, change);
        admitted.changes.push_back(std::move(change));
    }
}

bool isLineOf(const syncd::LogLine& line, const AdmittedChange& change) {
    return line.lsn == change.lsn && line.device == change.device && line.seq == change.seq &&
           line.type == change.change.type() && line.row.bytes() == change.change.row() &&
           line.effective == change.effective && line.deviceHlc == change.deviceHlc &&
           line.author == change.person && line.receivedMs == change.receivedMs;
}

}  // namespace

Admitted admittedOf(const Ledger& ledger, const syncd::test::MemoryStore& store, const Id& server) {
    Admitted admitted;
    addPhones(admitted, ledger, store);
    addServer(admitted, ledger, store, server);
    addFollowing(admitted, store);
    std::sort(admitted.changes.begin(), admitted.changes.end(),
              [](const auto& a, const auto& b) { return a.lsn < b.lsn; });
    for (std::size_t i = 0; i < admitted.changes.size() && admitted.trouble.empty(); ++i) {
        const auto& change = admitted.changes[i];
        if (change.lsn != i + 1) {
            admitted.trouble = "place " + std::to_string(i + 1) +
                               " of the log belongs to no admitted change, or to two";
        } else if (i < store.log.size() && !isLineOf(store.log[i], change)) {
            admitted.trouble = "the log's line " + std::to_string(i + 1) +
                               " is not of the change that got this place";
        }
    }
    if (admitted.trouble.empty() && admitted.changes.size() != store.log.size()) {
        admitted.trouble = "the log has " + std::to_string(store.log.size()) + " lines for " +
                           std::to_string(admitted.changes.size()) + " admitted changes";
    }
    return admitted;
}

}  // namespace xiangji::sim
