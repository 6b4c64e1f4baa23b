#include "tests/sim/checks/kept.hpp"

#include <boost/json/serialize.hpp>

#include <map>

#include "core/base/hash.hpp"
#include "core/records/set_value.hpp"
#include "core/records/value_text.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"
#include "tests/sim/centre/same.hpp"

namespace xiangji::sim {

namespace {

using CellOf = std::pair<FieldNumber, Value>;  ///< field, element of a set
using RowOf = std::pair<TypeNumber, Id>;

/// A phone's own last word of a cell, and whether it still waits: one that was refused gives way to
/// the centre's, whatever waited before it.
struct Word {
    Value value;
    bool waits = false;
};

/// What an envelope says; of one that waits, what was sealed in it too.
wire::Changeset saidIn(const Phone::Kept& envelope, const Ledger& ledger) {
    wire::EnvelopeBody body;
    wire::Changeset changeset;
    body.ParseFromString(envelope.body);
    const auto saved = ledger.saved().find(
        {Id::fromBytes(body.device()).value_or(Id{}), body.seq(), hashOf(envelope.body)});
    if (envelope.waits && saved != ledger.saved().end()) {
        return saved->second.changeset;
    }
    changeset.ParseFromString(body.changeset());
    return changeset;
}

std::map<RowOf, std::map<CellOf, Word>> lastWords(const std::vector<Phone::Kept>& envelopes,
                                                  const Catalogue& catalogue,
                                                  const Ledger& ledger) {
    std::map<RowOf, std::map<CellOf, Word>> words;
    for (const auto& envelope : envelopes) {
        const auto& held = envelope.held;
        const auto changeset = saidIn(envelope, ledger);
        for (int i = 0; i < changeset.changes_size(); ++i) {
            const auto& change = changeset.changes(i);
            const bool waits = envelope.waits && (held.empty() || held.contains(i));
            if (change.verb() == wire::VERB_PROPOSE) {
                continue;  // beside the row
            }
            auto& row = words[{change.type(), Id::fromBytes(change.row()).value_or(Id{})}];
            if (change.verb() == wire::VERB_ANSWER) {
                row.clear();  // what it accepts says the proposal, not it
                continue;
            }
            for (const auto& cell : change.cells()) {
                const bool whole = cell.op() == wire::Cell::OP_WRITE;
                row[{cell.field(), whole ? Value{} : valueIn(cell)}] = {
                    whole ? valueIn(cell) : Value(std::int64_t{cell.op() == wire::Cell::OP_ADD}),
                    waits};
            }
            if (change.verb() == wire::VERB_VOID) {
                row[{common::kVoidReason, {}}] = {change.reason(), waits};
            }
            if (change.verb() == wire::VERB_ACT) {
                row[{common::kStatus, {}}] = {
                    catalogue.find(change.type())->action(change.action())->to(), waits};
            }
        }
    }
    return words;
}

Value shown(const Fields& fields, const Field& field, const Value& element) {
    const auto found = fields.find(field.number);
    Value value = found == fields.end() ? Value{} : found->second;
    if (!field.isSet) {
        return value;
    }
    const auto elements = elementsOf(value, field.kind == Kind::reference);
    return std::int64_t{elements && elements->contains(element)};
}

}  // namespace

void checkSaved(Phone& phone, const Ledger& ledger, Findings& findings) {
    const auto kept = phone.keptHashes();
    for (const auto& [name, saved] : ledger.saved()) {
        const auto& [device, seq, hash] = name;
        // Receipted in a life that a restore took away, and its phone set back since.
        const bool gone = saved.setBack && ledger.former().contains(name);
        if (device != phone.device() || saved.byHand || saved.lost || gone ||
            ledger.receipts().contains(name)) {
            continue;
        }
        const auto found = kept.find(seq);
        if (found == kept.end() || found->second != hash) {
            findings.add("P1 saved", phone.machine() + " no longer has its envelope " +
                                         std::to_string(seq) + ", which nobody receipted");
            return;
        }
    }
    checkOwnEditsShow(phone, ledger, findings);
}

void checkHolds(Phone& phone, const Ledger& ledger, Instant centreMs, Findings& findings) {
    constexpr Instant kKeptMs = Instant{90} * 24 * 3600 * 1000;
    const auto kept = phone.keptHashes();
    for (const auto& [name, saved] : ledger.saved()) {
        const auto receipted = ledger.receipts().find(name);
        if (std::get<0>(name) != phone.device() || saved.byHand || saved.setBack ||
            receipted == ledger.receipts().end() ||
            receipted->second.firstMs < centreMs - kKeptMs) {
            continue;
        }
        const auto found = kept.find(std::get<1>(name));
        if (found == kept.end() || found->second != std::get<2>(name)) {
            findings.add("P8 holds", phone.machine() + " no longer holds its envelope " +
                                         std::to_string(std::get<1>(name)) +
                                         ", receipted less than 90 days ago");
            return;
        }
    }
}

void checkOwnEditsShow(Phone& phone, const Ledger& ledger, Findings& findings) {
    const Opened opened(phone.key());
    const auto& catalogue = phone.database().catalogue();
    for (const auto& [row, cells] : lastWords(phone.kept(), catalogue, ledger)) {
        const auto& type = *catalogue.find(row.first);
        const auto fields = guarded(
            [&, id = row.second] { return RowTable(phone.database().connection(), type).row(id); });
        if (!fields) {
            return;
        }
        for (const auto& [cell, word] : cells) {
            const auto& field = *type.field(cell.first);
            const Value seen =
                *fields ? opened.value(type, row.second, field, shown(**fields, field, cell.second))
                        : Value{};
            if (word.waits && (!*fields || seen != word.value)) {
                findings.add(
                    "P1 shows",
                    phone.machine() + " does not show its own unsent edit of " + type.name + "." +
                        field.name + " (" + row.second.text() + ")" +
                        (*fields ? ": " + boost::json::serialize(toJson(field, seen)) + " for " +
                                       boost::json::serialize(toJson(field, word.value))
                                 : ": the row is gone"));
                return;
            }
        }
    }
}

void checkHeld(Centre& centre, Findings& findings) {
    const auto& store = centre.store();
    for (const auto& [id, aside] : store.changesAside) {
        const auto* row = store.row(aside.awaitsType, aside.awaitsRow);
        if (aside.state == syncd::AsideRow::State::held && aside.reason == "no_row" &&
            row != nullptr && row->fields.contains(common::kHomeOrg)) {
            findings.add("P7 held", "envelope " + std::to_string(aside.seq) + " of " +
                                        aside.device.text() + " waits for the row " +
                                        aside.awaitsRow.text() + ", which is there");
            return;
        }
    }
}

void checkReceipted(Centre& centre, const Ledger& ledger, Findings& findings) {
    std::map<Id, std::map<std::uint64_t, Bytes>> wanted;
    const auto& store = centre.store();
    for (const auto& [name, receipted] : ledger.receipts()) {
        const auto& [device, seq, hash] = name;
        const auto stored = store.envelopes.find({device, seq});
        if (stored != store.envelopes.end() && stored->second.hash == hash) {
            if (!receipted.held && stored->second.receipt != receipted.receipt) {
                findings.add("P2 receipted", "the centre has another receipt for envelope " +
                                                 std::to_string(seq) + " than it gave");
                return;
            }
            continue;
        }
        // A fork or a forgery is kept beside the one that has its number.
        const auto first = store.aside.lower_bound({device, seq, Bytes()});
        const bool aside = first != store.aside.end() && std::get<0>(first->first) == device &&
                           std::get<1>(first->first) == seq;
        if (!aside) {
            findings.add("P2 receipted", "the centre does not have envelope " +
                                             std::to_string(seq) + " of " + device.text() +
                                             ", which it receipted");
            return;
        }
    }
}

}  // namespace xiangji::sim
