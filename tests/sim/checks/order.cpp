#include "tests/sim/checks/order.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "syncd/merge/deciding.hpp"
#include "syncd/merge/sealed_cells.hpp"
#include "tests/sim/centre/same.hpp"
#include "tests/sim/levels.hpp"
#include "tests/sim/oracle/last_word.hpp"
#include "tests/support/memory_central.hpp"

namespace xiangji::sim {

namespace {

using syncd::test::MemoryStore;

/// What became of a change.
enum class Effect { none, beside, onTheRow };

Effect effectOf(const wire::ChangeVerdict& verdict) {
    return verdict.lsn() == 0 ? Effect::none
                              : (verdict.proposed() ? Effect::beside : Effect::onTheRow);
}

std::vector<Effect> effectsOf(const auto& verdicts) {
    std::vector<Effect> effects;
    for (const auto& verdict : verdicts) {
        effects.push_back(effectOf(verdict));
    }
    return effects;
}

/// Whether what took effect did so in the order in which it was written.
bool inTurn(const auto& verdicts) {
    Lsn before = 0;
    for (const auto& verdict : verdicts) {
        if (verdict.lsn() != 0 && verdict.lsn() < std::exchange(before, verdict.lsn())) {
            return false;
        }
    }
    return true;
}

/// An envelope as it arrived.
struct Arrival {
    wire::EnvelopeBody body;
    wire::Changeset changeset;
    syncd::Sender sender;
    Instant receivedMs = 0;
    Lsn first = 0;                ///< of its lines: what waited at first has later ones
    std::vector<Effect> effects;  ///< of each change
    bool waited = false;          ///< some change had to let later ones pass
};

/// Every envelope that changed something, in the order of the log.
std::vector<Arrival> arrivalsOf(const MemoryStore& store, const Ledger& ledger,
                                const SigningKey& key) {
    const Id server = Id::ofHash(key.publicKey());
    const syncd::SealedCells seals(key, centreCatalogue());
    std::vector<Arrival> arrivals;
    for (const auto& line : store.log) {
        if (!arrivals.empty() && Id::fromBytes(arrivals.back().body.device()) == line.device &&
            arrivals.back().body.seq() == line.seq) {
            if (line.device == server) {
                arrivals.back().changeset.add_changes()->ParseFromString(line.change);
                arrivals.back().effects.push_back(Effect::onTheRow);
            }
            continue;
        }
        Arrival arrival{.receivedMs = line.receivedMs, .first = line.lsn};
        arrival.sender = {.device = line.device, .person = line.author};
        if (line.device == server) {
            arrival.sender.server = true;
            arrival.body.set_device(server.bytes());
            arrival.body.set_seq(line.seq);
            arrival.body.set_hlc(line.deviceHlc);
            arrival.body.set_epoch(store.identity->epoch.bytes());
            arrival.body.set_seen_lsn(line.lsn - 1);
            arrival.changeset.add_changes()->ParseFromString(line.change);
            arrival.effects.push_back(Effect::onTheRow);
        } else {
            const auto stored = store.envelopes.find({line.device, line.seq});
            const Ledger::Name name(line.device, line.seq, stored->second.hash);
            const auto saved = ledger.saved().find(name);
            const auto answered = lastWord(name, ledger.receipts().at(name), store);
            arrival.effects = effectsOf(answered.changes());
            arrival.waited = !inTurn(answered.changes());
            arrival.sender.unit = store.devices.at(line.device).unit;
            arrival.body = saved->second.body;
            // Nobody has seen what was not there yet, whatever they say.
            arrival.body.set_seen_lsn(std::min<Lsn>(arrival.body.seen_lsn(), line.lsn - 1));
            arrival.changeset.ParseFromString(saved->second.body.changeset());
            seals.lay(arrival.changeset, saved->second.body.level());
        }
        arrivals.push_back(std::move(arrival));
    }
    return arrivals;
}

/// Moves envelopes to other places where nobody could have told the difference: never past a place
/// up to which some envelope had read, never past the centre's own, never past one of the same
/// device.
void shuffle(std::vector<Arrival>& arrivals, Chance& chance) {
    std::set<Lsn> cuts;
    for (const auto& arrival : arrivals) {
        cuts.insert(arrival.body.seen_lsn());
    }
    const std::size_t swaps = arrivals.size() * 4;
    for (std::size_t i = 0; i < swaps && arrivals.size() > 1; ++i) {
        const auto at = static_cast<std::size_t>(chance.below(arrivals.size() - 1));
        auto& a = arrivals[at];
        auto& b = arrivals[at + 1];
        const auto segment = [&](const Arrival& arrival) {
            return cuts.lower_bound(arrival.first);
        };
        if (!a.sender.server && !b.sender.server && a.sender.device != b.sender.device &&
            segment(a) == segment(b)) {
            std::swap(a, b);
        }
    }
}

bool followsArrival(const RecordType& type, FieldNumber number) {
    const Field* field = type.field(number);
    return number == common::kStatus || number == common::kHomeOrg ||
           field->rules.merge() == MERGE_CLASS_S;
}

Fields independent(const RecordType& type, const Fields& fields) {
    Fields kept = fields;
    eraseIf(kept, [&](const auto& cell) { return followsArrival(type, cell.first); });
    return kept;
}

/// Heads without their places: those are the order's own.
std::multiset<std::tuple<CellKey, Hlc, Id, std::uint64_t, Value>> headsIn(const RecordType& type,
                                                                          RowState row) {
    spellOut(row);
    std::multiset<std::tuple<CellKey, Hlc, Id, std::uint64_t, Value>> heads;
    for (const auto& [key, all] : row.heads) {
        for (const auto& head : all) {
            if (!followsArrival(type, key.field)) {
                heads.emplace(key, head.mark.stamp.hlc, head.mark.stamp.device, head.mark.seq,
                              head.value);
            }
        }
    }
    return heads;
}

std::string differenceOf(const MemoryStore& a, const MemoryStore& b) {
    for (const auto& [key, row] : a.rows) {
        const auto& type = *centreCatalogue().find(key.first);
        const auto found = b.rows.find(key);
        if (found == b.rows.end()) {
            return "a row is missing: " + told(type, key.second, row);
        }
        if (independent(type, row.fields) != independent(type, found->second.fields) ||
            headsIn(type, row) != headsIn(type, found->second) ||
            row.editedAfterVoid != found->second.editedAfterVoid) {
            return told(type, key.second, row) + "\n      in another order " +
                   told(type, key.second, found->second);
        }
    }
    return a.rows.size() == b.rows.size() ? "" : "there are other rows";
}

/// Plays arrivals into an empty store; false where one of them is not admitted as it was.
bool play(const std::vector<Arrival>& arrivals, const syncd::CentralIdentity& identity,
          const syncd::SealedCells& seals, const MemoryStore& original, MemoryStore& store) {
    const auto& catalogue = centreCatalogue();
    syncd::test::MemoryCentral central(store, catalogue);
    syncd::Authority authority;
    for (const auto& arrival : arrivals) {
        auto transaction = syncd::Transaction::begin(central, authority, arrival.receivedMs);
        if (!transaction) {
            return false;
        }
        const auto decision =
            syncd::Deciding(**transaction, catalogue, identity.epoch, seals)
                .decide(arrival.body, arrival.changeset, arrival.sender, arrival.receivedMs);
        if (!decision || !(*transaction)->commit()) {
            return false;
        }
        // What a conflict is called may differ; what took effect, and where, may not.
        if (effectsOf(decision->verdicts) != arrival.effects) {
            return false;
        }
    }
    return store.log.size() == original.log.size();
}

}  // namespace

OrdersPlayed checkOrders(Centre& centre, const Ledger& ledger, int orders, Chance& chance,
                         Findings& findings) {
    const auto& store = centre.store();
    const auto arrivals = arrivalsOf(store, ledger, centre.key());
    const syncd::SealedCells seals(centre.key(), centreCatalogue());
    OrdersPlayed played;
    for (int order = 0; order < orders; ++order) {
        auto other = arrivals;
        shuffle(other, chance);
        MemoryStore fresh;
        ++played.played;
        if (std::ranges::any_of(other, &Arrival::waited) ||
            !play(other, *store.identity, seals, store, fresh)) {
            continue;
        }
        ++played.compared;
        if (const auto words = differenceOf(store, fresh); !words.empty()) {
            findings.add("order", words);
            return played;
        }
    }
    return played;
}

}  // namespace xiangji::sim
