#include "tests/sim/oracle/oracle_row.hpp"

#include <algorithm>

#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "tests/sim/oracle/permission.hpp"

namespace xiangji::sim {

namespace {

bool apart(const AdmittedChange& a, const AdmittedChange& b) {
    return !a.sees(b) && !b.sees(a);
}

/// A settlement ends what it names of what is there, whatever else is; what comes back after it,
/// restored, stands again.
bool replaces(const AdmittedChange& later, const AdmittedChange& earlier) {
    const bool settles = later.change.verb() == wire::VERB_SETTLE && later.device != earlier.device;
    return settles ? namesAsHead(later, earlier) && earlier.lsn < later.lsn : later.sees(earlier);
}

/// Whether it came after a settlement that had named a write: who settles has seen it, wherever
/// that lay in the log then.
bool knowsOf(const AdmittedChange& voiding, const AdmittedChange& write,
             const std::vector<OracleWrite>& writes) {
    return std::ranges::any_of(writes, [&](const OracleWrite& other) {
        return other.by->change.verb() == wire::VERB_SETTLE && voiding.sees(*other.by) &&
               replaces(*other.by, write);
    });
}

/// The last of the writes by stamp; a device's own stand in its order.
bool isBefore(const OracleWrite& a, const OracleWrite& b) {
    return std::tie(a.by->effective, a.by->device, a.by->seq, a.by->place) <
           std::tie(b.by->effective, b.by->device, b.by->seq, b.by->place);
}

std::int64_t integerAt(const wire::Change& change, const Field* field) {
    for (const auto& cell : change.cells()) {
        if (field != nullptr && cell.field() == field->number) {
            return cell.integer();
        }
    }
    return 0;
}

/// DOMAIN §2.1: made after its planned end.
bool isBackfilled(const RecordType& type, const wire::Change& insert) {
    const Field* end = type.field("plan_end");
    const auto planned = integerAt(insert, end);
    return type.field("backfilled") != nullptr && planned != 0 &&
           integerAt(insert, type.field(common::kCreatedDevMs)) > planned;
}

}  // namespace

bool namesAsHead(const AdmittedChange& settlement, const AdmittedChange& write) {
    const auto& heads = settlement.change.heads();
    return std::any_of(heads.begin(), heads.end(), [&](const auto& head) {
        return head.device() == write.device.bytes() && head.seq() == write.seq;
    });
}

OracleRow::Kind OracleRow::kindOf(const Field& field) const {
    if (field.number == common::kVoidReason) {
        return Kind::perField;
    }
    if (field.number == common::kAuthorPerson || field.number == common::kCreatedDevMs) {
        return Kind::earliest;
    }
    if (field.common || field.rules.merge() == MERGE_CLASS_S) {
        return Kind::arrival;
    }
    return field.isSet ? Kind::addWins : Kind::perField;
}

void OracleRow::put(const CellKey& cell, const AdmittedChange& change, Value value) {
    auto& writes = writes_[cell];
    // What comes back after a restore does not undo what had followed it.
    const bool overtaken = change.again && !writes.empty() &&
                           kindOf(*type_.field(cell.field)) == Kind::arrival &&
                           writes.back().by->moment > change.moment;
    if (!overtaken) {
        writes.push_back({&change, std::move(value)});
    }
}

void OracleRow::take(const AdmittedChange& change, bool office, const std::optional<Id>& movesTo) {
    lsn_ = change.lsn;
    if (change.proposed) {
        return;
    }
    const auto verb = change.change.verb();
    const bool making = verb == wire::VERB_INSERT && !made();
    const bool again = verb == wire::VERB_INSERT && made();
    const bool stepped = !isUnset(shown(common::kStatus));
    if (movesTo) {
        put({common::kHomeOrg, {}}, change, refTo(*movesTo));
    }
    for (const auto& cell : change.change.cells()) {
        const Field& field = *type_.field(cell.field());
        if (movesTo && field.number == common::kHomeOrg) {
            continue;  // of the centre's own hand, whose log says it too
        }
        if ((again && staysAsItWas(field, type_, office || change.server)) ||
            (making && stepped && field.number == common::kStatus)) {
            continue;
        }
        const bool whole = cell.op() == wire::Cell::OP_WRITE;
        if (verb == wire::VERB_INSERT && whole && isUnset(valueIn(cell))) {
            continue;
        }
        put({field.number, whole ? Value{} : valueIn(cell)}, change,
            whole ? valueIn(cell) : Value(std::int64_t{cell.op() == wire::Cell::OP_ADD}));
    }
    if (making && isBackfilled(type_, change.change)) {
        put({type_.field("backfilled")->number, {}}, change, std::int64_t{1});
    }
    made_ = made_ || making;
    if (verb == wire::VERB_VOID) {
        put({common::kVoidReason, {}}, change, change.change.reason());
    }
    if (verb == wire::VERB_ACT) {
        put({common::kStatus, {}}, change, type_.action(change.change.action())->to());
    }
}

std::vector<OracleWrite> OracleRow::heads(const CellKey& cell) const {
    const auto found = writes_.find(cell);
    if (found == writes_.end()) {
        return {};
    }
    if (kindOf(*type_.field(cell.field)) == Kind::arrival) {
        return {found->second.back()};
    }
    std::vector<OracleWrite> heads;
    for (const auto& write : found->second) {
        const bool seen =
            std::any_of(found->second.begin(), found->second.end(),
                        [&](const OracleWrite& other) { return replaces(*other.by, *write.by); });
        if (!seen) {
            heads.push_back(write);
        }
    }
    return heads;
}

Value OracleRow::shown(FieldNumber number) const {
    const Field& field = *type_.field(number);
    if (!field.isSet) {
        const auto all = heads({number, {}});
        if (all.empty()) {
            return {};
        }
        return kindOf(field) == Kind::earliest
                   ? std::min_element(all.begin(), all.end(), isBefore)->value
                   : std::max_element(all.begin(), all.end(), isBefore)->value;
    }
    Elements elements;
    for (const auto& [key, writes] : writes_) {
        const auto all = key.field == number ? heads(key) : std::vector<OracleWrite>();
        if (std::any_of(all.begin(), all.end(), [](const OracleWrite& write) {
                return write.value == Value(std::int64_t{1});
            })) {
            elements.insert(key.element);
        }
    }
    return setCell(elements);
}

Fields OracleRow::fields() const {
    Fields fields;
    for (const auto& [key, writes] : writes_) {
        if (auto value = shown(key.field); !isUnset(value)) {
            fields[key.field] = std::move(value);
        }
    }
    return fields;
}

bool OracleRow::editedAfterVoid() const {
    const auto voids = writes_.find({common::kVoidReason, {}});
    if (voids == writes_.end()) {
        return false;
    }
    for (const auto& [key, writes] : writes_) {
        const Field& field = *type_.field(key.field);
        if (field.number != common::kAuthorPerson &&
            (field.common || kindOf(field) == Kind::arrival)) {
            continue;
        }
        for (const auto& write : writes) {
            for (const auto& voiding : voids->second) {
                if (write.by != voiding.by && apart(*write.by, *voiding.by) &&
                    !knowsOf(*voiding.by, *write.by, writes)) {
                    return true;
                }
            }
        }
    }
    return false;
}

}  // namespace xiangji::sim
