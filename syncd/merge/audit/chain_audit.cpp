#include "syncd/merge/audit/chain_audit.hpp"

#include <algorithm>

#include "core/sync/envelope.hpp"
#include "core/sync/epoch_record.hpp"
#include "syncd/central/log_chain.hpp"

namespace xiangji::syncd {

namespace {

template <typename Message, typename Open>
auto openedByAny(const Message& message, const std::vector<Bytes>& keys, Open open)
    -> decltype(open(message, keys.front())) {
    auto opened = open(message, keys.front());
    for (std::size_t i = 1; !opened && i < keys.size(); ++i) {
        opened = open(message, keys[i]);
    }
    return opened;
}

/// The home of a row that followed another: no phone writes that by itself, and no receipt names
/// it. The line before belongs to the same envelope.
bool followsMove(const LogLine& line, const LogLine& before) {
    wire::Change change;
    return line.device == before.device && line.seq == before.seq &&
           parseOutside(change, line.change) && change.verb() == wire::VERB_EDIT &&
           change.cells_size() == 1 && change.cells(0).field() == common::kHomeOrg;
}

std::string named(const EnvelopeRow& envelope) {
    return "envelope " + std::to_string(envelope.seq) + " of device " + envelope.device.text();
}

}  // namespace

void ChainAudit::at(const LogLine& line, std::string what) {
    const RecordType* type = catalogue_.find(line.type);
    found_({line.lsn, type == nullptr ? "type " + std::to_string(line.type) : type->name, line.row,
            std::move(what)});
}

Outcome ChainAudit::segments(const CentralIdentity& identity,
                             const std::vector<Bytes>& serverKeys) {
    XIANGJI_LET(all, snapshot_.segments());
    const Segment none;
    const Segment* previous = &none;
    for (const auto& segment : all) {
        const auto says = [&](const std::string& what) { found_({segment.first, {}, {}, what}); };
        if (segment.first != previous->last + 1 || segment.before != previous->hash) {
            says(named(segment) + " does not follow from the one before it");
        }
        const auto statement = segmentStatement(identity.server, segment);
        if (std::ranges::none_of(serverKeys, [&](const Bytes& key) {
                return signatureHolds(statement, segment.signature, key);
            })) {
            says(named(segment) + " is not one that this centre signed");
        }
        ++report_.segments;
        if (const auto looked = snapshot_.look(segment); !looked) {
            says(looked.error().detail);
            if (looked.error().fault != Fault::invalid) {
                unseen_.push_back(segment);
                report_.unseen += segment.lines();
            }
        }
        previous = &segment;
    }
    return {};
}

bool ChainAudit::isUnseen(Lsn lsn) const {
    return std::ranges::any_of(unseen_, [lsn](const Segment& one) { return one.has(lsn); });
}

void ChainAudit::passUnseen(LogHead& before) const {
    for (const auto& segment : unseen_) {
        if (segment.has(before.lsn + 1)) {
            before = {segment.last, segment.hash, before.lastMs};
        }
    }
}

Outcome ChainAudit::lines() {
    LogHead before;
    XIANGJI_TRY(snapshot_.lines([&](const LogLine& line) {
        passUnseen(before);
        if (line.lsn != before.lsn + 1) {
            found_({before.lsn + 1,
                    {},
                    {},
                    line.lsn == before.lsn + 2 ? "the line is missing: it was removed"
                                               : "the lines up to " + std::to_string(line.lsn - 1) +
                                                     " are missing: they were removed"});
        }
        if (chainHash(before.hash, line) != line.hash) {
            doubt(line, line.lsn == before.lsn + 1
                            ? "the line is not what was written: its hash does not follow from its "
                              "content and the line before"
                            : "the line does not follow from what now stands before it");
        }
        vouchErased(line);
        before = {line.lsn, line.hash, line.receivedMs};
        ++report_.lines;
        return true;
    }));
    for (auto& [lsn, doubt] : doubts_) {
        at(doubt.line, std::move(doubt.what));
    }
    return {};
}

void ChainAudit::doubt(const LogLine& line, std::string what) {
    doubts_.emplace(line.lsn, Doubt{line, std::move(what)});
}

void ChainAudit::vouchErased(const LogLine& line) {
    wire::Change change;
    if (doubts_.contains(line.lsn) || !parseOutside(change, line.change) ||
        change.verb() != wire::VERB_ERASE) {
        return;
    }
    for (const auto& erased : change.erased()) {
        const auto found = doubts_.find(erased.lsn());
        if (found != doubts_.end() && found->second.line.type == line.type &&
            found->second.line.row == line.row &&
            erasedDigest(found->second.line) == erased.digest()) {
            doubts_.erase(found);
            ++report_.erased;
        }
    }
}

Outcome ChainAudit::receipts(const CentralIdentity& identity,
                             const std::vector<Bytes>& serverKeys) {
    vouched_.assign(report_.head.lsn + 1, false);
    Outcome checked;
    XIANGJI_TRY(snapshot_.envelopes([&](const EnvelopeRow& envelope) {
        wire::Receipt receipt;
        const bool read = receipt.ParseFromString(envelope.receipt);
        const auto body = openedByAny(receipt, serverKeys, openedReceipt);
        const bool fits = read && body && Id::fromBytes(body->server()) == identity.server &&
                          Id::fromBytes(body->device()) == envelope.device &&
                          body->seq() == envelope.seq && body->hash() == envelope.hash;
        if (!fits) {
            found_({0,
                    {},
                    {},
                    "the receipt of " + named(envelope) + " is not the one that was signed"});
            return true;
        }
        ++report_.receipts;
        checked = voucher(envelope, *body);
        return bool(checked);
    }));
    if (!checked) {
        return checked;
    }
    if (firstBad_ != 0) {
        const Lsn from = lastGood_ < firstBad_ ? lastGood_ + 1 : firstBad_;
        found_({from,
                {},
                {},
                "from here on (and before LSN " + std::to_string(firstBad_ + 1) +
                    ") the log is not the one that signed receipts were given for"});
    }
    for (Lsn lsn = 1; lsn < vouched_.size(); ++lsn) {
        if (vouched_[lsn] || isUnseen(lsn)) {
            continue;
        }
        if (isUnseen(lsn - 1)) {
            vouched_[lsn] = true;  // by a line that nobody could look at
            continue;
        }
        XIANGJI_LET(line, snapshot_.line(lsn));
        XIANGJI_LET(before, snapshot_.line(lsn - 1));
        vouched_[lsn] = line && before && vouched_[lsn - 1] && followsMove(*line, *before);
        if (line && !vouched_[lsn]) {
            at(*line, "no receipt speaks of this line: it was inserted");
        }
    }
    return {};
}

Outcome ChainAudit::voucher(const EnvelopeRow& envelope, const wire::ReceiptBody& receipt) {
    for (const auto& change : receipt.changes()) {
        if (change.lsn() == 0 || isUnseen(change.lsn())) {
            continue;
        }
        XIANGJI_LET(line, snapshot_.line(change.lsn()));
        if (!line) {
            found_({change.lsn(),
                    {},
                    {},
                    "the line is missing: the receipt of " + named(envelope) + " names it"});
        } else if (line->device != envelope.device || line->seq != envelope.seq) {
            at(*line, "the line was written by " + named(envelope) + ", not by what it says now");
        }
        if (change.lsn() < vouched_.size()) {
            vouched_[change.lsn()] = true;
        }
    }
    if (receipt.head_lsn() == 0 || isUnseen(receipt.head_lsn())) {
        return {};
    }
    XIANGJI_LET(head, snapshot_.line(receipt.head_lsn()));
    if (head && head->hash == receipt.head_hash()) {
        if (firstBad_ == 0 || receipt.head_lsn() < firstBad_) {
            lastGood_ = std::max(lastGood_, receipt.head_lsn());
        }
        return {};
    }
    if (firstBad_ == 0 || receipt.head_lsn() < firstBad_) {
        firstBad_ = receipt.head_lsn();
    }
    return {};
}

Outcome ChainAudit::epochs(const CentralIdentity& identity, const std::vector<Bytes>& serverKeys) {
    XIANGJI_LET(all, snapshot_.epochs());
    const Lineage lineage(all);
    if (!lineage.knows(identity.epoch)) {
        found_({0, {}, {}, "the database's own epoch is not among its epochs"});
    }
    for (const auto& epoch : all) {
        if (epoch.record.empty() && epoch.parent.isNone()) {
            continue;  // the first
        }
        wire::EpochRecord record;
        record.ParseFromString(epoch.record);
        const auto opened = openedByAny(record, serverKeys, [&](const auto& one, const Bytes& key) {
            return openedEpoch(one, identity.server, key);
        });
        if (!opened || opened->id != epoch.id || opened->parent != epoch.parent ||
            opened->forkLsn != epoch.forkLsn || opened->forkHash != epoch.forkHash) {
            found_({epoch.forkLsn,
                    {},
                    {},
                    "the epoch " + epoch.id.text() + " is not the one that was signed"});
            continue;
        }
        // Siblings that phones told of forked off an older log than this one.
        const auto shared = lineage.shared(epoch.id, identity.epoch);
        if (!shared || epoch.forkLsn > *shared || epoch.forkLsn == 0 || isUnseen(epoch.forkLsn)) {
            continue;
        }
        XIANGJI_LET(line, snapshot_.line(epoch.forkLsn));
        if (!line || line->hash != epoch.forkHash) {
            found_({epoch.forkLsn,
                    {},
                    {},
                    "the log is not the one that epoch " + epoch.id.text() + " began with"});
        }
    }
    return {};
}

Outcome ChainAudit::outside(const LogHead& head) {
    if (isUnseen(head.lsn)) {
        found_({head.lsn,
                {},
                {},
                "the head that was written down could not be compared: its line "
                "was not looked at"});
        return {};
    }
    XIANGJI_LET(line, snapshot_.line(head.lsn));
    if (!line || line->hash != head.hash) {
        found_({head.lsn,
                {},
                {},
                line ? "the log is not the one whose head was written down"
                     : "the log ends before the head that was written down"});
    }
    return {};
}

}  // namespace xiangji::syncd
