#include "tests/sim/centre/same.hpp"

#include <boost/json.hpp>

#include "core/records/value_text.hpp"

namespace xiangji::sim {

namespace {

/// A row's heads, all of them, without the entries that say nothing: of a cell nobody wrote.
Heads written(RowState row) {
    spellOut(row);
    Heads kept;
    for (const auto& entry : row.heads) {
        if (!entry.second.empty()) {
            kept.insert(entry);
        }
    }
    return kept;
}

}  // namespace

bool same(const RowState& a, const RowState& b) {
    return a.fields == b.fields && a.editedAfterVoid == b.editedAfterVoid &&
           a.hasProposals == b.hasProposals && a.lsn == b.lsn && written(a) == written(b);
}

bool same(const syncd::FeedRow& a, const syncd::FeedRow& b) {
    return a.type == b.type && a.id == b.id && a.lsn == b.lsn && a.left == b.left &&
           same(a.state, b.state) && same(a.proposals, b.proposals);
}

bool same(const syncd::AsideRow& a, const syncd::AsideRow& b) {
    const auto parts = [](const syncd::AsideRow& row) {
        return std::tie(row.id, row.state, row.device, row.seq, row.place, row.group, row.type,
                        row.row, row.awaitsType, row.awaitsRow, row.reason, row.words,
                        row.effective, row.deviceHlc, row.seenLsn, row.receivedMs, row.changeset);
    };
    return parts(a) == parts(b);
}

bool same(const syncd::ProposalRow& a, const syncd::ProposalRow& b) {
    return a.type == b.type && a.row == b.row && a.lsn == b.lsn &&
           a.proposal.SerializeAsString() == b.proposal.SerializeAsString();
}

bool same(const syncd::LogHead& a, const syncd::LogHead& b) {
    return a.lsn == b.lsn && a.hash == b.hash && a.lastMs == b.lastMs;
}

bool same(const syncd::DeviceRow& a, const syncd::DeviceRow& b) {
    return a.device == b.device && a.publicKey == b.publicKey && a.person == b.person &&
           a.unit == b.unit && a.role == b.role && a.state == b.state &&
           a.secretHash == b.secretHash && a.joinedMs == b.joinedMs &&
           a.lastContactMs == b.lastContactMs && a.cursor == b.cursor && a.lastSeq == b.lastSeq &&
           a.lastHash == b.lastHash;
}

bool same(const syncd::InvitationRow& a, const syncd::InvitationRow& b) {
    return a.secretHash == b.secretHash && a.unit == b.unit && a.role == b.role &&
           a.personName == b.personName && a.uses == b.uses && a.used == b.used &&
           a.untilMs == b.untilMs;
}

bool same(const syncd::EnvelopeRow& a, const syncd::EnvelopeRow& b) {
    return a.device == b.device && a.seq == b.seq && a.hash == b.hash && a.state == b.state &&
           a.envelope == b.envelope && a.receipt == b.receipt && a.receivedMs == b.receivedMs;
}

bool same(const syncd::LogLine& a, const syncd::LogLine& b) {
    return a.lsn == b.lsn && a.unit == b.unit && a.type == b.type && a.row == b.row &&
           a.device == b.device && a.seq == b.seq && a.effective == b.effective &&
           a.deviceHlc == b.deviceHlc && a.author == b.author && a.receivedMs == b.receivedMs &&
           a.change == b.change && a.verdict == b.verdict && a.hash == b.hash &&
           a.origin == b.origin;
}

bool same(const syncd::RecoveryRow& a, const syncd::RecoveryRow& b) {
    return a.id == b.id && a.type == b.type && a.row == b.row && a.pulled == b.pulled &&
           a.device == b.device && a.from == b.from && a.atMs == b.atMs;
}

bool same(const Epoch& a, const Epoch& b) {
    return a.id == b.id && a.parent == b.parent && a.forkLsn == b.forkLsn &&
           a.forkHash == b.forkHash && a.beganMs == b.beganMs && a.record == b.record;
}

std::string told(const RecordType& type, const Id& id, const RowState& row) {
    std::string text = type.name + " at " + std::to_string(row.lsn) +
                       (row.editedAfterVoid ? " edited after void" : "") + ": " +
                       boost::json::serialize(toJson(type, id, row.fields));
    for (const auto& [key, heads] : row.heads) {
        if (heads.size() > 1) {
            text += "; " + type.field(key.field)->name + " has " + std::to_string(heads.size()) +
                    " heads";
        }
    }
    return text;
}

}  // namespace xiangji::sim
