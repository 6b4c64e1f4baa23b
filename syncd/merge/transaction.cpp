#include "syncd/merge/transaction.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "syncd/central/log_chain.hpp"
#include "syncd/merge/erasing/erased_values.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kSalt = 16;

}  // namespace

Result<std::unique_ptr<Transaction>> Transaction::begin(Central& central, Authority& authority,
                                                        Instant nowMs, Bytes saltKey) {
    XIANGJI_LET(write, central.begin());
    XIANGJI_LET(head, write->head());
    return std::unique_ptr<Transaction>(
        new Transaction(std::move(write), authority, std::move(head), nowMs, std::move(saltKey)));
}

Transaction::~Transaction() {
    if (!committed_) {
        undoTo(0);
    }
}

Result<Lineage> Transaction::lineage() {
    if (!lineage_) {
        XIANGJI_LET(epochs, write_->epochs());
        lineage_ = Lineage(std::move(epochs));
    }
    return Lineage(*lineage_);
}

Outcome Transaction::write(const RecordType& type, const Id& id, RowState& row, LogLine line) {
    line.before = row.lsn;
    row.lsn = nextLsn();
    line.lsn = row.lsn;
    line.type = type.number;
    line.row = id;
    if (const auto home = row.fields.find(common::kHomeOrg); home != row.fields.end()) {
        line.unit = idIn(home->second);
    }
    salt(type, line);
    line.hash = chainHash(head_.hash, line);
    XIANGJI_TRY(write_->putRow(type, id, row));
    XIANGJI_TRY(write_->appendLog(line));
    head_ = {line.lsn, line.hash, std::max(head_.lastMs, line.receivedMs)};
    if (Authority::follows(type)) {
        undo_.push_back({&type, id, authority_.take(type, id, row.fields)});
    }
    return {};
}

void Transaction::salt(const RecordType& type, LogLine& line) const {
    if (saltKey_.empty() || !isReachedByErasures(type)) {
        return;
    }
    wire::Change salted;
    salted.set_salt(hashOfParts({saltKey_, head_.hash, std::to_string(line.lsn)}).substr(0, kSalt));
    // Messages written one after the other are one message.
    line.change += salted.SerializeAsString();
}

Result<bool> Transaction::anyHeld() {
    if (!anyHeld_) {
        XIANGJI_LET(any, write_->anyHeld());
        anyHeld_ = any;
    }
    return bool{*anyHeld_};
}

Result<bool> Transaction::anyErasure() {
    if (!anyErasure_) {
        auto* traces = write_->traces();
        XIANGJI_LET(any, traces == nullptr ? Result<bool>(false) : traces->anyErasure());
        anyErasure_ = any;
    }
    return bool{*anyErasure_};
}

Outcome Transaction::putErasure(const ErasureRow& erasure) {
    anyErasure_ = true;
    return write_->traces()->putErasure(erasure);
}

Outcome Transaction::putAside(const AsideRow& aside) {
    if (aside.state == AsideRow::State::held) {
        anyHeld_ = true;
    }
    return write_->putAside(aside);
}

Outcome Transaction::savepoint() {
    XIANGJI_TRY(write_->savepoint());
    marks_.push_back({head_, undo_.size()});
    return {};
}

Outcome Transaction::release() {
    marks_.pop_back();
    return write_->releaseSavepoint();
}

Outcome Transaction::rollback() {
    const Mark mark = std::move(marks_.back());
    marks_.pop_back();
    head_ = mark.head;
    undoTo(mark.undo);
    return write_->rollbackToSavepoint();
}

Outcome Transaction::commit() {
    XIANGJI_TRY(write_->commit());
    committed_ = true;
    return {};
}

void Transaction::undoTo(std::size_t size) {
    while (undo_.size() > size) {
        const auto& last = undo_.back();
        authority_.take(*last.type, last.id, last.before);
        undo_.pop_back();
    }
}

}  // namespace xiangji::syncd
