#include "tests/support/memory_write.hpp"

#include <algorithm>

#include "core/base/hash.hpp"

namespace xiangji::syncd::test {

namespace {

template <typename Map, typename Key>
auto found(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
    const auto at = map.find(key);
    return at == map.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace

MemoryWrite::~MemoryWrite() {
    if (!done_) {
        undoing_.backTo(0);
    }
    if (ended_) {
        ended_();
    }
}

Outcome MemoryWrite::setIdentity(const CentralIdentity& identity) {
    undoing_.note([before = store_.identity](MemoryStore& store) { store.identity = before; });
    store_.identity = identity;
    return {};
}

Outcome MemoryWrite::putEpoch(const Epoch& epoch) {
    const auto known = std::ranges::find(store_.epochs, epoch.id, &Epoch::id);
    if (known == store_.epochs.end()) {
        undoing_.note([](MemoryStore& store) { store.epochs.pop_back(); });
        store_.epochs.push_back(epoch);
    } else if (known->parent == epoch.parent && known->forkLsn == epoch.forkLsn &&
               known->forkHash == epoch.forkHash) {
        undoing_.note([before = *known](MemoryStore& store) {
            std::ranges::find(store.epochs, before.id, &Epoch::id)->record = before.record;
        });
        known->record = epoch.record;
    }
    return {};
}

Result<std::optional<RowState>> MemoryWrite::row(const RecordType& type, const Id& id) {
    return found(store_.rows, MemoryStore::RowKey{type.number, id});
}

Result<std::optional<Id>> MemoryWrite::homeOf(const RecordType& type, const Id& id) {
    const auto* row = store_.row(type.number, id);
    const auto home =
        row == nullptr ? Fields::const_iterator() : row->fields.find(common::kHomeOrg);
    return row == nullptr || home == row->fields.end() ? std::nullopt
                                                       : std::optional(idIn(home->second));
}

Result<std::vector<Id>> MemoryWrite::rowsUnder(const RecordType& type, const Field& parent,
                                               const Id& row, const Id& home) {
    std::vector<Id> under;
    for (auto at = store_.rows.lower_bound({type.number, Id{}});
         at != store_.rows.end() && at->first.first == type.number; ++at) {
        const auto& fields = at->second.fields;
        const auto named = fields.find(parent.number);
        const auto stands = fields.find(common::kHomeOrg);
        if (named != fields.end() && stands != fields.end() && idIn(named->second) == row &&
            idIn(stands->second) == home) {
            under.push_back(at->first.second);
        }
    }
    return under;
}

Outcome MemoryWrite::putRow(const RecordType& type, const Id& id, const RowState& state) {
    const MemoryStore::RowKey key{type.number, id};
    if (const auto* before = store_.row(type.number, id)) {
        undoing_.noteEntry(&MemoryStore::feed, before->lsn);
        store_.feed.erase(before->lsn);
        const Id old = MemoryStore::unitOf(type, id, *before);
        const Id now = MemoryStore::unitOf(type, id, state);
        if (old != now) {
            const std::tuple gone(type.number, id, old);
            const std::tuple back(type.number, id, now);
            undoing_.noteEntry(&MemoryStore::lefts, gone);
            undoing_.noteEntry(&MemoryStore::lefts, back);
            store_.lefts[gone] = state.lsn;
            store_.lefts.erase(back);
        }
    }
    undoing_.noteEntry(&MemoryStore::rows, key);
    undoing_.noteEntry(&MemoryStore::feed, state.lsn);
    store_.rows[key] = state;
    store_.feed[state.lsn] = key;
    return {};
}

Outcome MemoryWrite::appendLog(const LogLine& line) {
    if (line.lsn != store_.log.size() + 1) {
        return Error{Fault::failed, "the log has no place " + std::to_string(line.lsn)};
    }
    undoing_.note([](MemoryStore& store) { store.log.pop_back(); });
    store_.log.push_back(line);
    return {};
}

Result<std::optional<LogPlace>> MemoryWrite::origin(Lsn lsn) {
    return lsn == 0 || lsn > store_.log.size() ? std::nullopt : store_.log[lsn - 1].origin;
}

Result<std::vector<LogLine>> MemoryWrite::linesOf(const RecordType& type, const Id& row) {
    std::vector<LogLine> lines;
    std::ranges::copy_if(store_.log, std::back_inserter(lines), [&](const LogLine& line) {
        return line.type == type.number && line.row == row;
    });
    return lines;
}

Outcome MemoryWrite::putRecovery(const RecoveryRow& proposal) {
    if (!store_.recoveries.contains(proposal.id)) {
        undoing_.noteEntry(&MemoryStore::recoveries, proposal.id);
        store_.recoveries[proposal.id] = proposal;
    }
    return {};
}

Outcome MemoryWrite::dropRecovery(const Id& id) {
    undoing_.noteEntry(&MemoryStore::recoveries, id);
    store_.recoveries.erase(id);
    return {};
}

Result<std::optional<DeviceRow>> MemoryWrite::device(const Id& id) {
    return found(store_.devices, id);
}

Outcome MemoryWrite::putDevice(const DeviceRow& device) {
    undoing_.noteEntry(&MemoryStore::devices, device.device);
    store_.devices[device.device] = device;
    return {};
}

Result<std::optional<InvitationRow>> MemoryWrite::invitation(const Bytes& secretHash) {
    return found(store_.invitations, secretHash);
}

Outcome MemoryWrite::putInvitation(const InvitationRow& invitation) {
    undoing_.noteEntry(&MemoryStore::invitations, invitation.secretHash);
    store_.invitations[invitation.secretHash] = invitation;
    return {};
}

Result<std::optional<EnvelopeRow>> MemoryWrite::envelope(const Id& device, std::uint64_t seq) {
    return found(store_.envelopes, std::pair(device, seq));
}

Outcome MemoryWrite::putEnvelope(const EnvelopeRow& envelope) {
    const std::pair key(envelope.device, envelope.seq);
    undoing_.noteEntry(&MemoryStore::envelopes, key);
    store_.envelopes[key] = envelope;
    return {};
}

Result<std::vector<EnvelopeRow>> MemoryWrite::heldEnvelopes(const Id& device) {
    std::vector<EnvelopeRow> held;
    for (const auto& [key, envelope] : store_.envelopes) {
        if (key.first == device && envelope.state == EnvelopeState::held) {
            held.push_back(envelope);
        }
    }
    return held;
}

Outcome MemoryWrite::quarantine(const Id& device, std::uint64_t seq, const Bytes& envelope,
                                const std::string& reason, Instant nowMs) {
    const std::tuple key(device, seq, hashOf(envelope));
    if (!store_.aside.contains(key)) {
        undoing_.noteEntry(&MemoryStore::aside, key);
        store_.aside[key] = {envelope, reason, nowMs};
    }
    return {};
}

Outcome MemoryWrite::putAside(const AsideRow& aside) {
    undoing_.noteEntry(&MemoryStore::changesAside, aside.id);
    store_.changesAside[aside.id] = aside;
    return {};
}

Outcome MemoryWrite::dropAside(const Id& id) {
    undoing_.noteEntry(&MemoryStore::changesAside, id);
    store_.changesAside.erase(id);
    return {};
}

Result<std::optional<AsideRow>> MemoryWrite::aside(const Id& id) {
    return found(store_.changesAside, id);
}

Result<std::vector<AsideRow>> MemoryWrite::held(const HeldChoice& choice) {
    return store_.asideOf([&](const AsideRow& aside) {
        return aside.state == AsideRow::State::held &&
               (!choice.device || aside.device == *choice.device) &&
               (!choice.awaits || (aside.awaitsType == choice.awaits->first &&
                                   aside.awaitsRow == choice.awaits->second)) &&
               (!choice.beforeMs || aside.receivedMs < *choice.beforeMs);
    });
}

Result<bool> MemoryWrite::anyHeld() {
    XIANGJI_LET(all, held({}));
    return !all.empty();
}

Outcome MemoryWrite::turnAway(const Id& device, TypeNumber type, const Id& row) {
    const std::tuple key(device, type, row);
    if (store_.turnedAway.insert(key).second) {
        undoing_.note([key](MemoryStore& store) { store.turnedAway.erase(key); });
    }
    return {};
}

Result<bool> MemoryWrite::wasTurnedAway(const Id& device, TypeNumber type, const Id& row) {
    return store_.turnedAway.contains({device, type, row});
}

Result<std::optional<ProposalRow>> MemoryWrite::proposal(const Id& id) {
    return found(store_.proposals, id.bytes());
}

Outcome MemoryWrite::putProposal(const ProposalRow& proposal) {
    undoing_.noteEntry(&MemoryStore::proposals, proposal.proposal.id());
    store_.proposals[proposal.proposal.id()] = proposal;
    return {};
}

Result<std::vector<ProposalRow>> MemoryWrite::proposalsOf(TypeNumber type, const Id& row) {
    return store_.proposalsOf(type, row);
}

Outcome MemoryWrite::savepoint() {
    marks_.push_back(undoing_.size());
    return {};
}

Outcome MemoryWrite::releaseSavepoint() {
    marks_.pop_back();
    return {};
}

Outcome MemoryWrite::rollbackToSavepoint() {
    undoing_.backTo(marks_.back());
    marks_.pop_back();
    return {};
}

Outcome MemoryWrite::commit() {
    done_ = true;
    return {};
}

Undoing MemoryWrite::leave() {
    done_ = true;
    return std::move(undoing_);
}

}  // namespace xiangji::syncd::test
