#include "tests/sim/oracle/oracle.hpp"

#include <algorithm>
#include <set>

#include "core/base/change_id.hpp"
#include "core/records/wire_values.hpp"
#include "tests/sim/centre/same.hpp"
#include "tests/sim/oracle/permission.hpp"

namespace xiangji::sim {

namespace {

constexpr Instant kClockGraceMs = 5 * 60 * 1000;
constexpr int kDeepest = 16;

Id idAt(const wire::Change& change, FieldNumber field) {
    for (const auto& cell : change.cells()) {
        if (cell.field() == field) {
            return idIn(valueIn(cell));
        }
    }
    return {};
}

std::int64_t integer(const Value& value) {
    const auto* held = std::get_if<std::int64_t>(&value);
    return held == nullptr ? 0 : *held;
}

}  // namespace

Oracle::Oracle(const Ledger& ledger, const syncd::test::MemoryStore& store, const Id& server,
               const Catalogue& catalogue, Findings& findings)
    : store_(store),
      catalogue_(catalogue),
      opened_(ledger.centre()),
      findings_(findings),
      admitted_(admittedOf(ledger, store, server)) {}

void Oracle::check() {
    if (!admitted_.trouble.empty()) {
        findings_.add("P3 once", admitted_.trouble);
        return;
    }
    if (play()) {
        compare();
    }
}

const OracleRow* Oracle::row(const RecordType& type, const Id& id) const {
    const auto found = rows_.find({type.number, id});
    return found == rows_.end() ? nullptr : &found->second;
}

const wire::Proposal* Oracle::answeredBy(const AdmittedChange& change) const {
    const auto found = proposals_.find(change.change.proposal());
    return change.change.verb() == wire::VERB_ANSWER && found != proposals_.end() ? &found->second
                                                                                  : nullptr;
}

void Oracle::takeBeside(AdmittedChange& change) {
    if (change.proposed) {
        const Id id = changeId(change.device, change.seq, static_cast<std::uint32_t>(change.place));
        auto& proposal = proposals_[id.bytes()];
        proposal.set_id(id.bytes());
        proposal.set_author(change.person.bytes());
        proposal.set_device(change.device.bytes());
        proposal.set_seq(change.seq);
        proposal.set_hlc(change.effective);
        *proposal.mutable_cells() = change.change.cells();
    }
    if (const auto found = proposals_.find(change.change.proposal());
        change.change.verb() == wire::VERB_ANSWER && found != proposals_.end()) {
        const auto answer = change.change.answer();
        auto& proposal = found->second;
        proposal.set_state(answer == wire::ANSWER_ACCEPT    ? wire::Proposal::STATE_ACCEPTED
                           : answer == wire::ANSWER_DECLINE ? wire::Proposal::STATE_DECLINED
                                                            : wire::Proposal::STATE_WITHDRAWN);
        proposal.set_answered_by(change.person.isNone() ? Bytes() : change.person.bytes());
        proposal.set_answered_ms(msOf(change.effective));
        proposal.set_reason(change.change.reason());
        change.change.clear_cells();
        if (answer == wire::ANSWER_ACCEPT) {
            *change.change.mutable_cells() = proposal.cells();
        }
    }
}

bool Oracle::play() {
    for (auto& change : admitted_.changes) {
        if (change.follows || !following_.empty()) {
            if (const auto words = wrongFollower(change); !words.empty()) {
                findings_.add("P4 centre", "at place " + std::to_string(change.lsn) + ' ' + words);
                return false;
            }
        }
        if (!take(change)) {
            return false;
        }
    }
    if (!following_.empty()) {
        findings_.add("P4 centre", "a row moved and what belongs to it did not come along");
    }
    return following_.empty();
}

bool Oracle::take(AdmittedChange& change) {
    const RecordType* type = catalogue_.find(change.change.type());
    const Id id = Id::fromBytes(change.change.row()).value_or(Id{});
    if (type == nullptr || id.isNone()) {
        findings_.add("P6 allowed", "a change of no known row took effect");
        return false;
    }
    bool office = false;
    if (!change.follows && !mayHave(change, *type, row(*type, id), office)) {
        return false;
    }
    takeBeside(change);
    auto& taken = rows_.try_emplace({type->number, id}, *type).first->second;
    const bool made = taken.made();
    const auto target = made ? movesTo(change, *type) : std::nullopt;
    const Id from = idIn(taken.shown(common::kHomeOrg));
    taken.take(change, office, target);
    if (const Id to = idIn(taken.shown(common::kHomeOrg)); target && to != from) {
        expectFollowers(*type, id, from, to);
    }
    if (change.again && !made && taken.made()) {
        expectCatchingUp(*type, id);
    } else {
        noteStranded(change, *type);
    }
    return true;
}

bool Oracle::mayHave(const AdmittedChange& change, const RecordType& type, const OracleRow* row,
                     bool& office) {
    const Id id = *Id::fromBytes(change.change.row());
    if (row != nullptr && !row->made()) {
        row = nullptr;  // only edits that came back before it; who may add it is asked as ever
    }
    const Id home = row == nullptr        ? homeOf(change, type)
                    : type.name == "unit" ? id
                                          : idIn(row->shown(common::kHomeOrg));
    const auto roles = rolesOf(change, home);
    office = hasOffice(roles);
    if (change.again) {
        return true;  // it was asked for when that life had it
    }
    auto words = change.change.verb() == wire::VERB_ANSWER
                     ? forbiddenAnswer(change, type, row, roles, answeredBy(change))
                     : forbidden(change, type, row, roles, home);
    if (words.empty()) {
        words = forbiddenMove(change, type, office);
    }
    const auto* phone =
        change.server ? nullptr : this->row(*catalogue_.find("device"), change.device);
    if (phone != nullptr && phone->voided()) {
        words = "the phone was out of service";
    }
    if (!words.empty()) {
        findings_.add("P6 allowed", type.name + " at place " + std::to_string(change.lsn) +
                                        " took effect although " + words);
    }
    return words.empty();
}

Id Oracle::homeOf(const AdmittedChange& change, const RecordType& type) const {
    const Field* field = type.homeField();
    if (change.server) {
        return idAt(change.change, common::kHomeOrg);
    }
    if (field == nullptr) {
        return change.unit;
    }
    const Id named = idAt(change.change, field->number);
    if (field->rules.ref() == "unit") {
        return named;
    }
    const auto* parent = row(*catalogue_.find(field->rules.ref()), named);
    return parent == nullptr ? Id{} : idIn(parent->shown(common::kHomeOrg));
}

std::vector<Role> Oracle::rolesOf(const AdmittedChange& change, const Id& unit) const {
    const RecordType& grant = *catalogue_.find("role_grant");
    const RecordType& units = *catalogue_.find("unit");
    std::set<Id> above;
    Id at = unit;
    for (int depth = 0; depth < kDeepest && !at.isNone(); ++depth) {
        above.insert(at);
        const auto* found = row(units, at);
        at = found == nullptr ? Id{} : idIn(found->shown(units.field("parent")->number));
    }
    std::vector<Role> roles;
    for (auto entry = rows_.lower_bound({grant.number, Id{}});
         entry != rows_.end() && entry->first.first == grant.number; ++entry) {
        const auto& held = entry->second;
        const auto from = integer(held.shown(grant.field("from")->number));
        const auto to = integer(held.shown(grant.field("to")->number));
        if (!held.voided() && idIn(held.shown(grant.field("person")->number)) == change.person &&
            above.contains(idIn(held.shown(grant.field("org")->number))) &&
            from <= change.receivedMs + kClockGraceMs && (to == 0 || msOf(change.effective) < to)) {
            roles.push_back(static_cast<Role>(integer(held.shown(grant.field("role")->number))));
        }
    }
    return roles;
}

void Oracle::compare() {
    for (const auto& [key, state] : store_.rows) {
        const RecordType& type = *catalogue_.find(key.first);
        const auto found = rows_.find(key);
        if (found == rows_.end()) {
            findings_.add("P4 centre", "the centre has a row that nobody wrote: " +
                                           told(type, key.second, state));
            return;
        }
        const OracleRow& row = found->second;
        RowState wanted{
            .fields = row.fields(), .editedAfterVoid = row.editedAfterVoid(), .lsn = row.lsn()};
        if (wanted.fields != opened_.fields(type, key.second, state.fields) ||
            wanted.lsn != state.lsn || wanted.editedAfterVoid != state.editedAfterVoid) {
            findings_.add("P4 centre", "the centre has " + told(type, key.second, state) +
                                           "\n      instead of  " + told(type, key.second, wanted));
            return;
        }
        compareHeads(type, key.second, row, state);
    }
    if (rows_.size() != store_.rows.size()) {
        findings_.add("P4 centre", "the centre lacks a row that was admitted");
    }
    compareProposals();
    compareHomes();
}

void Oracle::compareProposals() {
    for (const auto& [id, wanted] : proposals_) {
        const auto found = store_.proposals.find(id);
        if (found == store_.proposals.end() ||
            found->second.proposal.SerializeAsString() != wanted.SerializeAsString()) {
            findings_.add("P4 centre",
                          (found == store_.proposals.end() ? "the centre lacks the proposal "
                                                           : "the centre has another proposal ") +
                              wanted.ShortDebugString() +
                              (found == store_.proposals.end()
                                   ? ""
                                   : "\n      it is " + found->second.proposal.ShortDebugString()));
            return;
        }
    }
    if (proposals_.size() != store_.proposals.size()) {
        findings_.add("P4 centre", "the centre has a proposal that nobody made");
    }
}

void Oracle::compareHeads(const RecordType& type, const Id& id, const OracleRow& row,
                          RowState state) {
    spellOut(state);
    using Shape = std::tuple<Lsn, Hlc, Id, std::uint64_t, Value>;
    const auto places = [](const std::multiset<Shape>& heads) {
        std::string said;
        for (const auto& [lsn, hlc, device, seq, value] : heads) {
            said += " " + std::to_string(lsn) + " (" + device.text().substr(0, 8) + ' ' +
                    std::to_string(seq) + ')';
        }
        return said;
    };
    for (const auto& [cell, writes] : row.writes()) {
        std::multiset<Shape> wanted;
        for (const auto& head : row.heads(cell)) {
            wanted.insert(
                {head.by->lsn, head.by->effective, head.by->device, head.by->seq, head.value});
        }
        std::multiset<Shape> found;
        if (const auto heads = state.heads.find(cell); heads != state.heads.end()) {
            for (const auto& head : heads->second) {
                found.insert({head.mark.lsn, head.mark.stamp.hlc, head.mark.stamp.device,
                              head.mark.seq,
                              opened_.value(type, id, *type.field(cell.field), head.value)});
            }
        }
        if (wanted != found) {
            findings_.add("P5 heads", type.name + "." + type.field(cell.field)->name + " of " +
                                          id.text() + " has the heads" + places(found) +
                                          " and not the writes that nobody has seen," +
                                          places(wanted));
            return;
        }
    }
}

}  // namespace xiangji::sim
