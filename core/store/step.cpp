#include "core/store/step.hpp"

#include <algorithm>

#include "core/base/change_id.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/phone_database.hpp"
#include "wire/session.pb.h"

namespace xiangji {

namespace {

wire::Verb verbOf(Step::Kind kind) {
    switch (kind) {
        case Step::Kind::write:
            return wire::VERB_UNSPECIFIED;
        case Step::Kind::act:
            return wire::VERB_ACT;
        case Step::Kind::voiding:
            return wire::VERB_VOID;
        case Step::Kind::settle:
            return wire::VERB_SETTLE;
        case Step::Kind::propose:
            return wire::VERB_PROPOSE;
        case Step::Kind::answer:
            return wire::VERB_ANSWER;
    }
    return wire::VERB_UNSPECIFIED;
}

void putFields(google::protobuf::RepeatedPtrField<wire::Cell>& cells, const Fields& fields,
               const std::set<FieldNumber>& without) {
    for (const auto& [number, value] : fields) {
        if (!without.contains(number)) {
            auto& cell = *cells.Add();
            cell.set_field(number);
            putValue(cell, value);
        }
    }
}

wire::UndoStep& addStep(wire::Undo& undo, TypeNumber type, const Id& row, wire::Verb verb) {
    auto& step = *undo.add_steps();
    step.set_type(type);
    step.set_row(row.bytes());
    step.set_verb(verb);
    return step;
}

void keepProposal(Connection& sql, const wire::Change& change, const wire::Proposal& proposal) {
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _proposal (id, type, row, proposal, seq, answer, answer_seq) "
        "VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)");
    query.bindBlob(1, proposal.id())
        .bind(2, std::int64_t{change.type()})
        .bindBlob(3, change.row())
        .bindBlob(4, proposal.SerializeAsString())
        .bind(5, std::uint64_t{proposal.seq()});
    query.run();
}

}  // namespace

void addChange(wire::Changeset& changeset, const Step& step) {
    if (step.kind == Step::Kind::write) {
        return;
    }
    auto& change = *changeset.add_changes();
    change.set_type(step.type->number);
    change.set_row(step.row.bytes());
    change.set_verb(verbOf(step.kind));
    change.set_action(step.action);
    change.set_reason(step.reason);
    if (step.kind == Step::Kind::settle || step.kind == Step::Kind::propose) {
        change.mutable_cells()->Add(step.cells.begin(), step.cells.end());
    }
    change.mutable_heads()->Add(step.heads.begin(), step.heads.end());
    if (step.kind == Step::Kind::answer) {
        change.set_proposal(step.proposal.bytes());
        change.set_answer(step.answer);
    }
}

std::set<FieldNumber> spokenFor(const std::vector<Step>& steps, const RecordType& type,
                                const Id& row) {
    std::set<FieldNumber> fields;
    for (const auto& step : steps) {
        const bool writes = step.kind == Step::Kind::settle || step.kind == Step::Kind::answer;
        if (writes && step.type == &type && step.row == row) {
            for (const auto& cell : step.cells) {
                fields.insert(cell.field());
            }
        }
    }
    return fields;
}

void putUndo(wire::Undo& undo, const std::vector<RecordedRow>& rows, const std::vector<Step>& steps,
             const wire::Changeset& changeset, const Id& device, std::uint64_t seq) {
    undo.set_seq(seq);
    for (const auto& row : rows) {
        if (row.kind == RecordedRow::Kind::inserted) {
            addStep(undo, row.type->number, row.id, wire::VERB_INSERT);
            continue;
        }
        auto without = spokenFor(steps, *row.type, row.id);
        without.insert({common::kStatus, common::kVoidReason});
        auto& edit = addStep(undo, row.type->number, row.id, wire::VERB_EDIT);
        putFields(*edit.mutable_before(), row.before, without);
        putFields(*edit.mutable_after(), row.after, without);
        if (edit.before_size() == 0) {
            undo.mutable_steps()->RemoveLast();
        }
        const auto status = row.before.find(common::kStatus);
        if (status != row.before.end()) {
            auto& step = addStep(undo, row.type->number, row.id, wire::VERB_ACT);
            putFields(*step.mutable_before(), {*status}, {});
            putFields(*step.mutable_after(), {*row.after.find(common::kStatus)}, {});
        }
    }
    for (int place = 0; place < changeset.changes_size(); ++place) {
        const auto& change = changeset.changes(place);
        const auto id = Id::fromBytes(change.row()).value_or(Id{});
        if (change.verb() == wire::VERB_PROPOSE) {
            addStep(undo, change.type(), id, change.verb())
                .set_proposal(changeId(device, seq, static_cast<std::uint32_t>(place)).bytes());
        } else if (change.verb() == wire::VERB_VOID || change.verb() == wire::VERB_SETTLE ||
                   change.verb() == wire::VERB_ANSWER) {
            addStep(undo, change.type(), id, change.verb());
        }
    }
}

void keepBeside(PhoneDatabase& database, const wire::Changeset& changeset, const Id& device,
                std::uint64_t seq, std::uint64_t hlc) {
    auto& sql = database.connection();
    wire::Standing standing;
    for (int place = 0; place < changeset.changes_size(); ++place) {
        const auto& change = changeset.changes(place);
        if (change.verb() == wire::VERB_PROPOSE) {
            standing.ParseFromString(database.knownBytes(known::kStanding));
            wire::Proposal proposal;
            proposal.set_id(changeId(device, seq, static_cast<std::uint32_t>(place)).bytes());
            proposal.set_author(standing.person());
            proposal.set_device(device.bytes());
            proposal.set_seq(seq);
            proposal.set_hlc(hlc);
            *proposal.mutable_cells() = change.cells();
            keepProposal(sql, change, proposal);
        } else if (change.verb() == wire::VERB_ANSWER) {
            auto query =
                sql.statement("UPDATE _proposal SET answer = ?2, answer_seq = ?3 WHERE id = ?1");
            query.bindBlob(1, change.proposal()).bind(2, int{change.answer()}).bind(3, seq);
            query.run();
        } else if (change.verb() == wire::VERB_SETTLE) {
            auto query = sql.statement(
                "INSERT OR REPLACE INTO _settling (type, row, field, seq, lsn) VALUES (?1, ?2, "
                "?3, ?4, 0)");
            query.bind(1, std::int64_t{change.type()})
                .bindBlob(2, change.row())
                .bind(3, std::int64_t{change.cells(0).field()})
                .bind(4, seq);
            query.run();
        }
    }
}

}  // namespace xiangji
