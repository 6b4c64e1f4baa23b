#include "tests/sim/checks/rest.hpp"

#include <map>
#include <set>

#include "core/base/hash.hpp"
#include "core/store/row_table.hpp"
#include "tests/sim/centre/same.hpp"
#include "tests/sim/checks/scope.hpp"
#include "tests/sim/levels.hpp"

namespace xiangji::sim {

namespace {

using RowKey = syncd::test::MemoryStore::RowKey;

/// The phone that is looked at, and who may have what.
struct Sight {
    const syncd::DeviceRow& device;
    const Catalogue& known;  ///< the phone's own record types
    const Scope& scope;
    const Opened& centre;
    Opened phone;

    /// Whether it may have a field of a row: none it does not know yet, and no sealed one that is
    /// not for its holder or that its level would keep in the clear.
    [[nodiscard]] bool has(const RecordType& type, const RowState& row, const Field& field) const {
        const auto* here = known.find(type.number);
        const auto* own = here == nullptr ? nullptr : here->field(field.number);
        return own != nullptr && Scope::mayHave(device, type, row, field) &&
               (!field.rules.sealed() ||
                (own->rules.sealed() && scope.mayOpen(device, row.fields, field)));
    }
    /// What it may have of a row, as it was given.
    [[nodiscard]] Fields of(const RecordType& type, const Id& id, const RowState& row) const {
        Fields kept = centre.fields(type, id, row.fields);
        eraseIf(kept, [&](const auto& cell) {
            const Field* field = type.field(cell.first);
            return field == nullptr || !has(type, row, *field);
        });
        return kept;
    }
};

std::set<std::tuple<TypeNumber, Id, FieldNumber>> conflictsIn(Connection& sql) {
    std::set<std::tuple<TypeNumber, Id, FieldNumber>> found;
    auto query = sql.statement("SELECT type, row, field FROM _conflict");
    while (query.step()) {
        found.emplace(static_cast<TypeNumber>(query.integer(0)), query.id(1),
                      static_cast<FieldNumber>(query.integer(2)));
    }
    return found;
}

std::set<RowKey> flagsIn(Connection& sql) {
    std::set<RowKey> found;
    auto query = sql.statement("SELECT type, row FROM _flag WHERE edited_after_void = 1");
    while (query.step()) {
        found.emplace(static_cast<TypeNumber>(query.integer(0)), query.id(1));
    }
    return found;
}

/// Rows of which a change of this phone still waits at the centre, or in a copied home: "at rest"
/// says nothing of them.
std::set<RowKey> waitingOf(const syncd::test::MemoryStore& store, Phone& phone) {
    std::set<RowKey> waiting;
    const auto add = [&](const wire::Changeset& changeset) {
        for (const auto& change : changeset.changes()) {
            waiting.insert({change.type(), Id::fromBytes(change.row()).value_or(Id{})});
        }
    };
    const auto isThere = [&](std::uint64_t seq, const Bytes& body) {
        const auto found = store.envelopes.find({phone.device(), seq});
        return found != store.envelopes.end() && found->second.hash == hashOf(body);
    };
    if (phone.isCopied()) {
        for (const auto& envelope : phone.kept()) {
            wire::EnvelopeBody body;
            wire::Changeset changeset;
            // What a life that is gone had taken of it lies here alone too.
            if (body.ParseFromString(envelope.body) &&
                (envelope.waits || !isThere(body.seq(), envelope.body)) &&
                changeset.ParseFromString(body.changeset())) {
                add(changeset);
            }
        }
    }
    for (const auto& [id, aside] : store.changesAside) {
        wire::Changeset changeset;
        if (aside.state == syncd::AsideRow::State::held && aside.device == phone.device() &&
            changeset.ParseFromString(aside.changeset)) {
            add(changeset);
        }
    }
    return waiting;
}

/// What is wrong with what a phone has still to send or keeps beside its rows; empty = nothing.
std::string leftOver(Connection& sql, const std::set<RowKey>& waiting, bool copied) {
    auto overlays = sql.statement("SELECT type, row FROM _overlay");
    while (overlays.step()) {
        if (!waiting.contains({static_cast<TypeNumber>(overlays.integer(0)), overlays.id(1)})) {
            return "still keeps edits of its own beside " + overlays.id(1).text();
        }
    }
    auto lines = sql.statement("SELECT seq FROM _made WHERE seq NOT IN (SELECT seq FROM _outbox)");
    if (lines.step()) {
        return "still keeps what lay beside the rows of envelope " +
               std::to_string(lines.integer(0));
    }
    auto outbox = sql.statement("SELECT seq FROM _outbox WHERE held = 0 OR ?1 = 0");
    outbox.bind(1, static_cast<std::int64_t>(waiting.size()));
    return !copied && outbox.step()
               ? "still has envelope " + std::to_string(outbox.integer(0)) + " to send"
               : std::string();
}

/// What is wrong with a phone's rows of one type; empty = nothing.
std::string unlikeCentre(Phone& phone, const Sight& sight, const RecordType& type,
                         const std::map<RowKey, const RowState*>& wanted,
                         const std::set<RowKey>& waiting) {
    auto& sql = phone.database().connection();
    std::set<Id> seen;
    for (const auto& row : RowTable(sql, type).rows({.voidedToo = true})) {
        seen.insert(row.id);
        if (waiting.contains({type.number, row.id})) {
            continue;
        }
        const auto found = wanted.find({type.number, row.id});
        if (found == wanted.end()) {
            return "has a row outside of its scope: " +
                   told(type, row.id, RowState{.fields = row.fields});
        }
        const auto& asThere = *centreCatalogue().find(type.number);
        const auto here = sight.phone.fields(type, row.id, row.fields);
        if (here != sight.of(asThere, row.id, *found->second)) {
            return "has " + told(type, row.id, RowState{.fields = here}) +
                   "\n      where the centre has " +
                   told(*centreCatalogue().find(type.number), row.id, *found->second);
        }
    }
    for (auto at = wanted.lower_bound({type.number, Id{}});
         at != wanted.end() && at->first.first == type.number; ++at) {
        if (!seen.contains(at->first.second)) {
            return "lacks " +
                   told(*centreCatalogue().find(type.number), at->first.second, *at->second);
        }
    }
    return {};
}

std::string unlike(Phone& phone, Centre& centre, const Opened& opened) {
    const auto& catalogue = centreCatalogue();
    const auto& known = phone.database().catalogue();
    const auto& store = centre.store();
    const auto device = store.devices.find(phone.device());
    if (device == store.devices.end()) {
        return "is not known to the centre";
    }
    const Scope scope(store, catalogue, centre.clock().nowMs());
    const Sight sight{device->second, known, scope, opened, Opened(phone.key())};
    std::map<RowKey, const RowState*> wanted;
    std::set<std::tuple<TypeNumber, Id, FieldNumber>> conflicts;
    std::set<RowKey> flags;
    for (const auto& [key, state] : store.rows) {
        const auto& type = *catalogue.find(key.first);
        const auto* here = known.find(key.first);
        if (here == nullptr || !scope.maySee(device->second, type, key.second, state)) {
            continue;
        }
        wanted[key] = &state;
        for (const Field* field : conflictsOf(state, type)) {
            if (sight.has(type, state, *field)) {
                conflicts.emplace(key.first, key.second, field->number);
            }
        }
        if (state.editedAfterVoid) {
            flags.insert(key);
        }
    }
    const auto waiting = waitingOf(store, phone);
    for (const auto& type : known.types()) {
        if (auto words = unlikeCentre(phone, sight, type, wanted, waiting); !words.empty()) {
            return words;
        }
    }
    auto& sql = phone.database().connection();
    // A row that is kept here only because an own change of it waits: what the centre says of it
    // since is out of sight.
    const auto outOfSight = [&](TypeNumber type, const Id& row) {
        return waiting.contains({type, row}) && !wanted.contains({type, row});
    };
    auto knownConflicts = conflictsIn(sql);
    std::erase_if(knownConflicts, [&](const auto& conflict) {
        return outOfSight(std::get<0>(conflict), std::get<1>(conflict));
    });
    auto knownFlags = flagsIn(sql);
    std::erase_if(knownFlags, [&](const RowKey& row) { return outOfSight(row.first, row.second); });
    if (knownConflicts != conflicts) {
        return "knows of " + std::to_string(knownConflicts.size()) + " conflicts, the centre of " +
               std::to_string(conflicts.size());
    }
    if (knownFlags != flags) {
        return "marks other rows as edited after they were made void than the centre";
    }
    if (auto words = leftOver(sql, waiting, phone.isCopied()); !words.empty()) {
        return words;
    }
    if (static_cast<Lsn>(phone.database().knownInteger(known::kCursor)) != store.head().lsn) {
        return "has not read to the head";
    }
    return {};
}

}  // namespace

void checkAtRest(Phone& phone, Centre& centre, const Opened& opened, Findings& findings) {
    const auto words = guarded([&] { return unlike(phone, centre, opened); });
    if (!words || !words->empty()) {
        findings.add("P4 rest", phone.machine() + ' ' + (words ? *words : words.error().detail));
    }
}

}  // namespace xiangji::sim
