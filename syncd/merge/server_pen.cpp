#include "syncd/merge/server_pen.hpp"

#include <algorithm>

#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/merge/erasing/erased_values.hpp"

namespace xiangji::syncd {

namespace {

void putCells(wire::Change& change, const RecordType& type, const Fields& fields) {
    for (const auto& [number, value] : fields) {
        const Field* field = type.field(number);
        if (!field->isSet) {
            auto& cell = *change.add_cells();
            cell.set_field(number);
            putValue(cell, value);
            continue;
        }
        for (const auto& element : elementsOf(value, field->kind == Kind::reference).valueOr({})) {
            auto& cell = *change.add_cells();
            cell.set_field(number);
            cell.set_op(wire::Cell::OP_ADD);
            putValue(cell, element);
        }
    }
}

}  // namespace

wire::Change& ServerPen::add(const RecordType& type, const Id& id, wire::Verb verb) {
    auto& change = *changeset_.add_changes();
    change.set_type(type.number);
    change.set_row(id.bytes());
    change.set_verb(verb);
    return change;
}

void ServerPen::insert(const RecordType& type, const Id& id, const Id& home, const Fields& fields) {
    Fields whole = fields;
    eraseIf(whole, [](const auto& cell) { return isUnset(cell.second); });
    whole[common::kHomeOrg] = refTo(home);
    whole[common::kCreatedDevMs] = stampMs_.value_or(transaction_.nowMs());
    if (!type.initialState().empty()) {
        whole[common::kStatus] = type.initialState();
    }
    putCells(add(type, id, wire::VERB_INSERT), type, whole);
}

void ServerPen::edit(const RecordType& type, const Id& id, const Fields& fields) {
    putCells(add(type, id, wire::VERB_EDIT), type, fields);
}

void ServerPen::act(const RecordType& type, const Id& id, const std::string& action) {
    add(type, id, wire::VERB_ACT).set_action(action);
}

void ServerPen::makeVoid(const RecordType& type, const Id& id, const std::string& reason) {
    add(type, id, wire::VERB_VOID).set_reason(reason);
}

Result<DeviceRow> ServerPen::ownDevice() {
    XIANGJI_LET(found, transaction_.central().device(device()));
    if (found) {
        return *std::move(found);
    }
    DeviceRow own;
    own.device = device();
    own.publicKey = key_.publicKey();
    own.joinedMs = transaction_.nowMs();
    return own;
}

OpenedEnvelope ServerPen::written(const DeviceRow& own) {
    wire::EnvelopeBody body;
    body.set_server(identity_.server.bytes());
    body.set_epoch(identity_.epoch.bytes());
    body.set_device(own.device.bytes());
    body.set_seq(own.lastSeq + 1);
    // Never before what the log has, should the clock have been set back a little.
    const Instant now = std::max(transaction_.nowMs(), transaction_.head().lastMs);
    body.set_hlc(hlcOf(std::min(now, stampMs_.value_or(now))));
    body.set_level(catalogue_.level());
    body.set_previous(own.lastHash);
    body.set_seen_lsn(transaction_.head().lsn);
    body.set_device_ms(transaction_.nowMs());
    changeset_.set_all_or_none(true);
    body.set_changeset(changeset_.SerializeAsString());
    changeset_.Clear();
    const SealedCells seals(receipts_.key(), catalogue_);
    return openEnvelope(signedEnvelope(body.SerializeAsString(), key_), key_.publicKey(), &seals);
}

Outcome ServerPen::send() {
    if (changeset_.changes().empty()) {
        return {};
    }
    XIANGJI_LET(own, ownDevice());
    const auto opened = written(own);
    const SealedCells seals(receipts_.key(), catalogue_);
    Deciding deciding(transaction_, catalogue_, identity_.epoch, seals);
    XIANGJI_LET(decision, deciding.decide(opened.body, *opened.changeset,
                                          {.device = own.device, .server = true, .adopts = adopts_},
                                          transaction_.nowMs()));
    for (const auto& verdict : decision.verdicts) {
        const bool taken = verdict.verdict() == wire::VERDICT_TAKEN ||
                           verdict.verdict() == wire::VERDICT_TAKEN_WITH_CONFLICT;
        if (!taken && verdict.reason() != "group") {
            return Error{Fault::invalid, verdict.words()};
        }
    }
    Pushing pushing(transaction_, catalogue_, identity_, receipts_);
    if (const auto settled = pushing.settle(opened, decision, EnvelopeState::decided, own);
        !settled) {
        return settled.error();
    }
    return {};
}

Result<Lsn> ServerPen::erase(const RecordType& type, const Id& id, RowState row,
                             const std::string& words, const std::vector<wire::ErasedLine>& lines) {
    XIANGJI_LET(own, ownDevice());
    add(type, id, wire::VERB_ERASE);
    const auto opened = written(own);
    // The line says besides how the row reads now and what is left of the lines before it.
    wire::Change change = opened.changeset->changes(0);
    if (!words.empty()) {
        auto& told = *change.add_cells();
        told.set_field(common::kVoidReason);
        putValue(told, words);
    }
    change.set_seen_lsn(opened.body.seen_lsn());
    change.mutable_erased()->Assign(lines.begin(), lines.end());
    Decision decision;
    stampDecision(decision, opened.body.hlc(), transaction_.nowMs());
    LogLine line{.device = own.device,
                 .seq = opened.body.seq(),
                 .effective = decision.effective,
                 .deviceHlc = opened.body.hlc(),
                 .receivedMs = transaction_.nowMs(),
                 .change = change.SerializeAsString()};
    eraseValues(row, type, words,
                {transaction_.nextLsn(), {line.effective, line.device}, line.seq});
    XIANGJI_TRY(transaction_.write(type, id, row, std::move(line)));
    wire::ChangeVerdict verdict;
    verdict.set_verdict(wire::VERDICT_TAKEN);
    verdict.set_lsn(row.lsn);
    decision.verdicts.push_back(verdict);
    decision.settled.emplace_back(type.number, id);
    Pushing pushing(transaction_, catalogue_, identity_, receipts_);
    XIANGJI_LET(receipt, pushing.settle(opened, decision, EnvelopeState::decided, own));
    static_cast<void>(receipt);
    return Lsn{row.lsn};
}

}  // namespace xiangji::syncd
