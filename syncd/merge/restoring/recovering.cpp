#include "syncd/merge/restoring/recovering.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/erasing/erased_names.hpp"
#include "syncd/merge/moving.hpp"

namespace xiangji::syncd {

namespace {

struct Difference {
    const Field* field = nullptr;
    Value centre;
    Value proposed;
};

/// What a pulled row says otherwise than the centre's. What it does not name it says nothing about:
/// it may have been withheld from that phone. Where a row that is there stands follows from what it
/// belongs to, which may have moved since. A sealed value takes the place of none that is there:
/// whoever accepts it at the office reads neither.
std::vector<Difference> differences(const RecordType& type, const wire::PulledRow& pulled,
                                    const RowState* row) {
    std::vector<Difference> found;
    for (const auto& cell : pulled.cells()) {
        const Field* field = type.field(FieldNumber{cell.field()});
        const bool follows = row != nullptr && cell.field() == common::kHomeOrg;
        if (field == nullptr || follows) {
            continue;
        }
        const auto shown =
            row == nullptr ? Fields::const_iterator{} : row->fields.find(field->number);
        const Value centre = row == nullptr || shown == row->fields.end() ? Value{} : shown->second;
        if (field->rules.sealed() && !isUnset(centre)) {
            continue;
        }
        if (const Value proposed = valueIn(cell); proposed != centre) {
            found.push_back({field, centre, proposed});
        }
    }
    return found;
}

bool comesBackOtherwise(const RecordType& type) {
    return type.name == "role_grant" || type.name == "device";
}

/// The same content from several phones is one proposal.
Id proposalId(const wire::PulledRow& pulled) {
    wire::PulledRow bare;
    bare.set_type(pulled.type());
    bare.set_row(pulled.row());
    *bare.mutable_cells() = pulled.cells();
    std::sort(bare.mutable_cells()->begin(), bare.mutable_cells()->end(),
              [](const auto& a, const auto& b) { return a.field() < b.field(); });
    return Id::ofHash("proposal " + bare.SerializeAsString());
}

/// Writes what lies sealed as a phone would: in a box for the centre.
struct Boxes {
    const SealedCells& seals;
    const SigningKey& centre;
};

void addCells(wire::Change& change, const CellPlace& place, const Difference& difference,
              const Boxes& boxes) {
    const Field& field = *difference.field;
    if (field.rules.sealed()) {
        const auto box = boxes.seals.box(place, difference.proposed, boxes.centre.publicKey());
        if (box) {
            auto& cell = *change.add_cells();
            cell.set_field(field.number);
            cell.set_sealed(*box);
        }
        return;
    }
    if (!field.isSet) {
        auto& cell = *change.add_cells();
        cell.set_field(field.number);
        putValue(cell, difference.proposed);
        return;
    }
    const auto delta =
        deltaBetween(difference.centre, difference.proposed, field.kind == Kind::reference);
    if (!delta) {
        return;
    }
    const auto put = [&](const Elements& elements, wire::Cell::Op op) {
        for (const auto& element : elements) {
            auto& cell = *change.add_cells();
            cell.set_field(field.number);
            cell.set_op(op);
            putValue(cell, element);
        }
    };
    put(delta->added, wire::Cell::OP_ADD);
    put(delta->removed, wire::Cell::OP_REMOVE);
}

/// A row that is not there is put where what it belongs to stands by now, if that is there.
Outcome putAtHome(Transaction& transaction, const Catalogue& catalogue, const RecordType& type,
                  std::vector<Difference>& said) {
    const Field* home = type.homeField();
    const auto of = [&](FieldNumber number) {
        return std::find_if(said.begin(), said.end(),
                            [&](const auto& one) { return one.field->number == number; });
    };
    if (home == nullptr || type.name == "unit" || of(home->number) == said.end() ||
        of(common::kHomeOrg) == said.end()) {
        return {};
    }
    XIANGJI_LET(unit,
                Moving(transaction, catalogue).under(*home, idIn(of(home->number)->proposed)));
    if (!unit.isNone()) {
        of(common::kHomeOrg)->proposed = refTo(unit);
    }
    return {};
}

/// Notes what takes a proposal over. That a row was void is a change of its own, which has seen
/// what came back before: as a field of the row it would take the place of another's void.
void noteAccepted(ServerPen& pen, const RecordType& type, const Id& id, wire::Verb verb,
                  const std::vector<Difference>& said, const Boxes& boxes) {
    wire::Change change;
    change.set_type(type.number);
    change.set_row(id.bytes());
    change.set_verb(verb);
    std::string voided;
    for (const auto& found : said) {
        const auto* reason = std::get_if<std::string>(&found.proposed);
        if (found.field->number == common::kVoidReason && reason != nullptr) {
            voided = *reason;
        } else {
            addCells(change, {type.number, id, found.field->number}, found, boxes);
        }
    }
    if (!change.cells().empty()) {
        pen.note(std::move(change));
    }
    if (!voided.empty()) {
        pen.makeVoid(type, id, voided);
    }
}

Result<wire::PulledRow> pulledIn(const RecoveryRow& proposal, const SealedCells& seals) {
    wire::PulledRow pulled;
    if (!pulled.ParseFromString(proposal.pulled)) {
        return Error{Fault::damaged, "a recovery proposal cannot be read; the database is damaged"};
    }
    seals.lay(pulled);
    return pulled;
}

/// What the centre has of a row, its sealed fields sealed; none where it has none.
std::optional<RowState> madeRow(const std::optional<RowState>& row, const RecordType& type,
                                const Id& id, const SealedCells& seals) {
    if (!row || !isMade(*row)) {
        return std::nullopt;
    }
    auto made = row;
    seals.layOlder(*made, type, id);
    return made;
}

const RowState* pointerTo(const std::optional<RowState>& row) {
    return row ? &*row : nullptr;
}

}  // namespace

Outcome keepProposals(Transaction& transaction, const Catalogue& catalogue, const DeviceRow& device,
                      const wire::Recall& recall, const SealedCells& seals) {
    for (const auto& recalled : recall.rows()) {
        auto pulled = recalled;
        seals.lay(pulled);
        const RecordType* type = catalogue.find(TypeNumber{pulled.type()});
        const auto id = Id::fromBytes(pulled.row());
        if (type == nullptr || !id || id->isNone() || pulled.gone() || comesBackOtherwise(*type)) {
            continue;
        }
        XIANGJI_LET(row, transaction.central().row(*type, *id));
        if (row && row->erased) {
            continue;
        }
        wire::Change said;
        *said.mutable_cells() = pulled.cells();
        XIANGJI_LET(named, namesErased(transaction, catalogue, *type, referencesIn(said, *type)));
        if (named.what != ON_ERASURE_UNSPECIFIED) {
            continue;
        }
        // What the phone may know now is not asked: roles given since the backup are lost as well,
        // and nothing of this takes effect unless the office says so.
        const auto made = madeRow(row, *type, *id, seals);
        if (differences(*type, pulled, pointerTo(made)).empty()) {
            continue;
        }
        XIANGJI_TRY(transaction.central().putRecovery(
            {.id = proposalId(pulled),
             .type = type->number,
             .row = *id,
             .pulled = pulled.SerializeAsString(),
             .device = device.device,
             .from = {Id::fromBytes(recall.epoch()).value_or(Id{}), pulled.lsn()},
             .atMs = transaction.nowMs()}));
    }
    return {};
}

Result<std::vector<RecoveryView>> recoveryOf(Central& central, const Catalogue& catalogue,
                                             const SealedCells& seals) {
    std::vector<RecoveryView> views;
    XIANGJI_LET(proposals, central.recoveries());
    for (const auto& proposal : proposals) {
        const RecordType* type = catalogue.find(proposal.type);
        XIANGJI_LET(pulled, pulledIn(proposal, seals));
        if (type == nullptr) {
            continue;
        }
        XIANGJI_LET(row, central.rowNow(*type, proposal.row));
        const auto made = madeRow(row, *type, proposal.row, seals);
        RecoveryView view{.id = proposal.id,
                          .type = type->name,
                          .row = proposal.row,
                          .there = made.has_value(),
                          .atMs = proposal.atMs};
        for (const auto& cell : pulled.cells()) {
            const Field* title = type->field(type->rules.title());
            if (title == nullptr || cell.field() != title->number) {
                continue;
            }
            const CellPlace place{type->number, proposal.row, title->number};
            const Value value = title->rules.sealed()
                                    ? seals.opened(place, title->kind, valueIn(cell)).valueOr({})
                                    : valueIn(cell);
            if (const auto* text = std::get_if<std::string>(&value)) {
                view.title = *text;
            }
        }
        for (const auto& found : differences(*type, pulled, pointerTo(made))) {
            view.cells.push_back({found.field->name, found.centre, found.proposed});
        }
        if (view.cells.empty()) {
            continue;  // it came back by itself
        }
        XIANGJI_LET(device, central.deviceNow(proposal.device));
        view.personName =
            device ? central.reader().titleOf(*catalogue.find("person"), device->person) : "";
        views.push_back(std::move(view));
    }
    return views;
}

Outcome acceptProposals(Transaction& transaction, const Catalogue& catalogue,
                        const CentralIdentity& identity, const SigningKey& key,
                        const std::vector<RecoveryRow>& proposals) {
    const SealedCells seals(key, catalogue);
    for (const auto& proposal : proposals) {
        const RecordType* type = catalogue.find(proposal.type);
        XIANGJI_LET(pulled, pulledIn(proposal, seals));
        XIANGJI_TRY(transaction.central().dropRecovery(proposal.id));
        if (type == nullptr) {
            continue;
        }
        XIANGJI_LET(row, transaction.central().row(*type, proposal.row));
        const auto made = madeRow(row, *type, proposal.row, seals);
        auto said = differences(*type, pulled, pointerTo(made));
        if (!made) {
            XIANGJI_TRY(putAtHome(transaction, catalogue, *type, said));
        }
        ServerPen pen(transaction, catalogue, identity, key);
        pen.adopt();
        noteAccepted(pen, *type, proposal.row, made ? wire::VERB_EDIT : wire::VERB_INSERT, said,
                     {seals, key});
        XIANGJI_TRY(pen.send());
    }
    return {};
}

}  // namespace xiangji::syncd
