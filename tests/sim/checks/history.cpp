#include "tests/sim/checks/history.hpp"

#include <algorithm>
#include <map>

#include "core/base/hash.hpp"
#include "core/records/wire_values.hpp"
#include "syncd/central/log_chain.hpp"
#include "tests/sim/levels.hpp"
#include "tests/sim/oracle/last_word.hpp"

namespace xiangji::sim {

namespace {

using syncd::test::MemoryStore;

bool saysCell(const wire::Change& change, const wire::Cell& cell) {
    const auto bytes = cell.SerializeAsString();
    return std::any_of(change.cells().begin(), change.cells().end(),
                       [&](const wire::Cell& other) { return other.SerializeAsString() == bytes; });
}

/// The log as it can be read by who has the centre's key.
struct Log {
    const MemoryStore& store;
    const Opened& opened;

    [[nodiscard]] wire::Change change(const syncd::LogLine& line) const {
        wire::Change change;
        change.ParseFromString(line.change);
        opened.open(change);
        return change;
    }
};

/// Whether a row's history says something before a place of the log.
template <typename Says>
bool saidBefore(const Log& log, const wire::Change& said, Lsn before, Says says) {
    const auto& lines = log.store.log;
    return std::any_of(lines.begin(), lines.end(), [&](const syncd::LogLine& line) {
        return line.lsn < before && line.type == said.type() && line.row.bytes() == said.row() &&
               says(log.change(line));
    });
}

bool isEmpty(const wire::Cell& cell) {
    return isUnset(valueIn(cell));
}

/// The state that every row of its type begins in.
bool isStart(const wire::Change& insert, const wire::Cell& cell) {
    const RecordType* type = centreCatalogue().find(insert.type());
    return type != nullptr && cell.field() == common::kStatus &&
           valueIn(cell) == Value(std::string(type->initialState()));
}

bool saysState(const wire::Change& change) {
    const auto& cells = change.cells();
    return change.verb() == wire::VERB_ACT ||
           std::any_of(cells.begin(), cells.end(),
                       [](const auto& cell) { return cell.field() == common::kStatus; });
}

/// Whether what an insert says of its row is no news at its place: it was said before; or, of the
/// state that all rows begin in, the row had one already, as after a restore.
bool isNoNews(const Log& log, const wire::Change& insert, const wire::Cell& cell, Lsn before) {
    return isEmpty(cell) ||
           saidBefore(log, insert, before,
                      [&](const wire::Change& change) { return saysCell(change, cell); }) ||
           (isStart(insert, cell) && saidBefore(log, insert, before, saysState));
}

/// What of a change the history does not say; nothing = it says all. An insert's empty cell is no
/// value, and what an insert of a row that is there repeats of it is said by the row's own insert.
std::optional<std::string> unsaid(const Log& log, Lsn lsn, const wire::Change& said) {
    const auto& store = log.store;
    const bool insert = said.verb() == wire::VERB_INSERT;
    const auto* line = lsn > 0 && lsn <= store.log.size() ? &store.log[lsn - 1] : nullptr;
    wire::Change change;
    if (line != nullptr) {
        change = log.change(*line);
        const bool sameVerb =
            change.verb() == said.verb() ||
            (change.verb() == wire::VERB_PROPOSE && said.verb() == wire::VERB_EDIT);
        if (change.row() != said.row() || change.type() != said.type() || !sameVerb ||
            change.action() != said.action() || change.reason() != said.reason()) {
            return "another change stands at its place " + std::to_string(lsn);
        }
    } else if (!insert) {
        return "it has no place in the log";
    }
    for (const auto& cell : said.cells()) {
        const Lsn before = line == nullptr ? store.log.size() + 1 : lsn;
        if (saysCell(change, cell) || (insert && isNoNews(log, said, cell, before))) {
            continue;
        }
        return "field " + std::to_string(cell.field()) + " is not in line " + std::to_string(lsn);
    }
    return std::nullopt;
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

/// What of an envelope the history does not say; nothing = it says all.
std::optional<std::string> unsaid(const Log& log, const Saved& saved,
                                  const wire::ReceiptBody& receipted) {
    const auto& answers = receipted.changes();
    for (int i = 0; i < saved.changeset.changes_size(); ++i) {
        const auto& said = saved.changeset.changes(i);
        const auto lsn = i < answers.size() ? answers.Get(i).lsn() : 0;
        if (auto words = unsaid(log, lsn, said)) {
            return "change " + std::to_string(i) + " (verb " + std::to_string(said.verb()) +
                   ", type " + std::to_string(said.type()) + ", verdict " +
                   std::to_string(i < answers.size() ? answers.Get(i).verdict() : 0) +
                   "): " + *words;
        }
    }
    return std::nullopt;
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
        const bool answered = receipted != ledger.receipts().end();
        if (saved.lost || (saved.byHand && !answered) || isKeptWhole(store, name)) {
            continue;
        }
        const auto& hashes = kept[std::get<0>(name)];
        const auto mine = hashes.find(std::get<1>(name));
        if (!answered && mine != hashes.end() && mine->second == std::get<2>(name)) {
            continue;
        }
        // After a restore: what nobody holds any more cannot come back (P8).
        if (!answered && ledger.former().contains(name)) {
            continue;
        }
        const auto words = answered ? unsaid({store, ledger.centre()}, saved,
                                             lastWord(name, receipted->second, store))
                                    : std::optional<std::string>("nobody receipted it");
        if (words) {
            findings.add("P5 findable",
                         "what envelope " + std::to_string(std::get<1>(name)) + " of " +
                             std::get<0>(name).text() +
                             " said is neither in the history nor kept aside: " + *words);
            return;
        }
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
