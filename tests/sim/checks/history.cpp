#include "tests/sim/checks/history.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "syncd/central/log_chain.hpp"

namespace xiangji::sim {

namespace {

using syncd::test::MemoryStore;

bool saysCell(const wire::Change& change, const wire::Cell& cell) {
    const auto bytes = cell.SerializeAsString();
    return std::any_of(change.cells().begin(), change.cells().end(),
                       [&](const wire::Cell& other) { return other.SerializeAsString() == bytes; });
}

/// Whether a line of the log says all that a change said.
bool logSays(const MemoryStore& store, Lsn lsn, const wire::Change& said) {
    if (lsn == 0 || lsn > store.log.size()) {
        return false;
    }
    wire::Change change;
    change.ParseFromString(store.log[lsn - 1].change);
    return change.row() == said.row() && change.type() == said.type() &&
           (change.verb() == said.verb() || (change.verb() == wire::VERB_PROPOSE &&
                                             said.verb() == wire::VERB_EDIT)) && change.action() == said.action() &&
           change.reason() == said.reason() &&
           std::all_of(said.cells().begin(), said.cells().end(),
                       [&](const wire::Cell& cell) { return saysCell(change, cell); });
}

/// Whether the envelope itself lies at the centre.
bool isKeptWhole(const MemoryStore& store, const Ledger::Name& name) {
    const auto& [device, seq, hash] = name;
    const auto holds = [&](const Bytes& bytes) {
        wire::Envelope envelope;
        return envelope.ParseFromString(bytes) && hashOf(envelope.body()) == hash;
    };
    if (const auto found = store.envelopes.find({device, seq}); found != store.envelopes.end() &&
                                                                found->second.hash == hash &&
                                                                holds(found->second.envelope)) {
        return true;
    }
    return std::any_of(store.aside.begin(), store.aside.end(),
                       [&](const auto& entry) { return holds(entry.second.envelope); });
}

bool isFindable(const MemoryStore& store, const Saved& saved, const Receipted& receipted) {
    const auto& answers = receipted.body.changes();
    for (int i = 0; i < saved.changeset.changes_size(); ++i) {
        const auto& said = saved.changeset.changes(i);
        const auto lsn = i < answers.size() ? answers.Get(i).lsn() : 0;
        // An empty value of a new row is no value.
        if (!logSays(store, lsn, said)) {
            return false;
        }
    }
    return true;
}

}  // namespace

void checkFindable(Centre& centre, const std::vector<std::unique_ptr<Phone>>& phones,
                   const Ledger& ledger, Findings& findings) {
    std::map<Id, std::map<std::uint64_t, Bytes>> kept;
    for (const auto& phone : phones) {
        if (phone->running()) {
            kept[phone->device()] = phone->keptHashes();
        }
    }
    const auto& store = centre.store();
    for (const auto& [name, saved] : ledger.saved()) {
        const auto receipted = ledger.receipts().find(name);
        if (saved.lost || (saved.byHand && receipted == ledger.receipts().end()) ||
            (receipted != ledger.receipts().end() && isFindable(store, saved, receipted->second)) ||
            isKeptWhole(store, name)) {
            continue;
        }
        const auto& hashes = kept[std::get<0>(name)];
        const auto mine = hashes.find(std::get<1>(name));
        if (receipted == ledger.receipts().end() && mine != hashes.end() &&
            mine->second == std::get<2>(name)) {
            continue;
        }
        findings.add("P5 findable", "what envelope " + std::to_string(std::get<1>(name)) + " of " +
                                        std::get<0>(name).text() +
                                        " said is neither in the history nor kept aside");
        return;
    }
}

void checkChain(Centre& centre, const Ledger& ledger, Findings& findings) {
    if (ledger.splitHead() != 0) {
        findings.add("P9 chain", "two different heads were given out for place " +
                                     std::to_string(ledger.splitHead()));
        return;
    }
    const auto& log = centre.store().log;
    Bytes hash;
    for (const auto& line : log) {
        if (line.hash != syncd::chainHash(hash, line)) {
            findings.add("P9 chain", "the log's chain breaks at " + std::to_string(line.lsn));
            return;
        }
        hash = line.hash;
    }
    for (const auto& [lsn, held] : ledger.heads()) {
        if (lsn > log.size() || (lsn > 0 && log[lsn - 1].hash != held)) {
            findings.add("P9 chain", "a phone holds a head of place " + std::to_string(lsn) +
                                         " that the log does not lead on from");
            return;
        }
    }
}

}  // namespace xiangji::sim
