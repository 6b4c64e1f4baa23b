#pragma once

#include "core/records/wire_values.hpp"
#include "core/store/phone_database.hpp"
#include "core/store/row_table.hpp"
#include "tests/planted/spoiled_central.hpp"
#include "wire/kept.pb.h"

// Faults in undo, in answers to proposals, and in what is held.

namespace xiangji::planted {

/// Changes what a phone remembers of its last transaction, right before it is taken back.
class SpoiledUndo : public sim::Planted {
 public:
    void undoes(PhoneDatabase& database) override {
        (void)guarded([&] {
            wire::Undo undo;
            undo.ParseFromString(database.knownBytes(known::kUndo));
            if (undo.steps_size() > 0) {
                spoil(database, undo);
                database.know(known::kUndo, Blob{undo.SerializeAsString()});
            }
        });
    }

 protected:
    virtual void spoil(PhoneDatabase& database, wire::Undo& undo) = 0;
};

/// Whatever shows now is taken for what the transaction wrote.
class UndoOverwrites final : public SpoiledUndo {
    void spoil(PhoneDatabase& database, wire::Undo& undo) override {
        for (auto& step : *undo.mutable_steps()) {
            const auto* type = database.catalogue().find(TypeNumber{step.type()});
            const auto row = RowTable(database.connection(), *type)
                                 .row(Id::fromBytes(step.row()).value_or(Id{}));
            for (auto& cell : *step.mutable_after()) {
                if (const auto* field = type->field(cell.field()); row && !field->isSet) {
                    const auto now = row->find(cell.field());
                    putValue(cell, now == row->end() ? Value{} : now->second);
                }
            }
        }
    }
};

/// Of several things done at once the first stays.
class UndoHalves final : public SpoiledUndo {
    void spoil(PhoneDatabase&, wire::Undo& undo) override {
        if (undo.steps_size() > 1) {
            undo.mutable_steps()->DeleteSubrange(0, 1);
        }
    }
};

/// What others wrote apart does not stand in an undo's way.
class UndoSettles final : public sim::Planted {
 public:
    void undoes(PhoneDatabase& database) override {
        (void)guarded([&] {
            database.connection().execute("CREATE TEMP TABLE hidden AS SELECT * FROM _conflict");
            database.connection().execute("DELETE FROM _conflict");
        });
    }
    void undid(PhoneDatabase& database) override {
        (void)guarded([&] {
            database.connection().execute("INSERT OR IGNORE INTO _conflict SELECT * FROM hidden");
            database.connection().execute("DROP TABLE hidden");
        });
    }
};

/// The centre forgets that a proposal was answered, and takes another answer.
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

/// An answer is logged, and its proposal stays open.
class AnswerUnheard final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome putProposal(const syncd::ProposalRow& proposal) override {
        auto spoiled = proposal;
        spoiled.proposal.set_state(wire::Proposal::STATE_OPEN);
        return PassingWrite::putProposal(spoiled);
    }
};

/// What is accepted is not all that was asked for.
class AcceptanceShort final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Result<std::optional<syncd::ProposalRow>> proposal(const Id& id) override {
        XIANGJI_LET(found, PassingWrite::proposal(id));
        if (found && found->proposal.cells_size() > 0) {
            found->proposal.mutable_cells()->RemoveLast();
        }
        return found;
    }
};

/// A change waits for a row, and nobody looks when the row comes.
class HeldChangeForgotten final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Result<std::vector<syncd::AsideRow>> held(const syncd::HeldChoice& choice) override {
        return choice.awaits ? std::vector<syncd::AsideRow>() : PassingWrite::held(choice);
    }
};

/// "Kept safe until that arrives", and it is not kept.
class HeldChangeDropped final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome putAside(const syncd::AsideRow&) override { return {}; }
};

}  // namespace xiangji::planted
