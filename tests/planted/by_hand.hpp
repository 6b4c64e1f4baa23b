#pragma once

#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"
#include "tests/planted/on_phone.hpp"
#include "tests/planted/spoiled_central.hpp"
#include "tests/sim/phone/forger.hpp"

// Faults in bundles, undo and answers.

namespace xiangji::planted {

template <typename Spoiled>
class PlantedBundles final : public sim::Planted {
 public:
    std::unique_ptr<Shelf> bundleShelf(Shelf& sound, PhoneDatabase& database) override {
        return std::make_unique<Spoiled>(sound, database);
    }
};

/// Whoever calls himself the centre is believed.
class ForgedReceiptTaken final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<PhoneState> state() override {
        XIANGJI_LET(state, SpoiledShelf::state());
        state.serverKey = sim::forgersKey().publicKey();
        return state;
    }
};

/// An undo takes what stands there now for what it had written.
class UndoOverwrites final : public sim::Planted {
 public:
    void undoes(PhoneDatabase& database) override {
        (void)guarded([&] {
            wire::Undo undo;
            undo.ParseFromString(database.knownBytes(known::kUndo));
            for (auto& step : *undo.mutable_steps()) {
                renew(database, step);
            }
            database.know(known::kUndo, Blob{undo.SerializeAsString()});
        });
    }

 private:
    static void renew(PhoneDatabase& database, wire::UndoStep& step) {
        const auto* type = database.catalogue().find(step.type());
        const auto id = Id::fromBytes(step.row());
        const auto row = type == nullptr || !id || step.verb() != wire::VERB_EDIT
                             ? std::nullopt
                             : RowTable(database.connection(), *type).row(*id);
        for (auto& cell : *step.mutable_after()) {
            const Field* field = row ? type->field(cell.field()) : nullptr;
            const auto shown =
                field == nullptr ? Fields::const_iterator{} : row->find(field->number);
            if (field != nullptr && !field->isSet) {
                putValue(cell, shown == row->end() ? Value{} : shown->second);
            }
        }
    }
};

/// An answered proposal is answered again.
class AnsweredTwice final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Result<std::optional<syncd::ProposalRow>> proposal(const Id& id) override {
        XIANGJI_LET(found, PassingWrite::proposal(id));
        if (found) {
            found->proposal.set_state(wire::Proposal::STATE_OPEN);
        }
        return found;
    }
};

}  // namespace xiangji::planted
