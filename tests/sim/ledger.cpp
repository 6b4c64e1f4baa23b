#include "tests/sim/ledger.hpp"

#include <algorithm>

#include "core/base/hash.hpp"

namespace xiangji::sim {

namespace {

Id idOf(const std::string& bytes) {
    return Id::fromBytes(bytes).value_or(Id{});
}

}  // namespace

void Ledger::save(const Bytes& body, bool byHand) {
    Saved saved;
    saved.hash = hashOf(body);
    saved.byHand = byHand;
    saved.body.ParseFromString(body);
    saved.changeset.ParseFromString(saved.body.changeset());
    centre_.takeOut(saved.changeset);
    saved_.emplace(Name(idOf(saved.body.device()), saved.body.seq(), saved.hash), saved);
}

void Ledger::receipt(const wire::Receipt& receipt, Instant centreMs) {
    wire::ReceiptBody body;
    if (!body.ParseFromString(receipt.body())) {
        return;
    }
    auto& entry = receipts_[Name(idOf(body.device()), body.seq(), body.hash())];
    if (entry.firstMs == 0) {
        const auto before = former_.find(Name(idOf(body.device()), body.seq(), body.hash()));
        entry.firstMs = before == former_.end() ? centreMs : before->second.firstMs;
    }
    entry.receipt = receipt.SerializeAsString();
    // What waits, whole or in part, or was quarantined may get another verdict later.
    entry.held = false;
    for (const auto& change : body.changes()) {
        entry.held |= change.verdict() == wire::VERDICT_HELD;
    }
    head(body.head_lsn(), body.head_hash());
    entry.body = std::move(body);
}

void Ledger::receiptsReady(const syncd::test::MemoryStore& store, Instant centreMs) {
    for (const auto& [place, stored] : store.envelopes) {
        wire::Receipt ready;
        if (!receipts_.contains(Name(place.first, place.second, stored.hash)) &&
            !stored.receipt.empty() && ready.ParseFromString(stored.receipt)) {
            receipt(ready, centreMs);
        }
    }
}

void Ledger::goBack(const Said& said, const syncd::test::MemoryStore& store) {
    for (const auto& [name, receipted] : receipts_) {
        const auto& [device, seq, hash] = name;
        const auto there = store.envelopes.find({device, seq});
        if (there == store.envelopes.end() || there->second.hash != hash) {
            former_[name] = receipted;
        }
    }
    receipts_ = said.receipts;
    heads_ = said.heads;
}

void Ledger::lose(const Id& device, std::uint64_t fromSeq) {
    for (auto& [name, saved] : saved_) {
        if (std::get<0>(name) == device && std::get<1>(name) >= fromSeq) {
            saved.setBack = true;
            saved.lost = saved.lost || !receipts_.contains(name);
        }
    }
}

bool Ledger::isCopy(const Id& device) const {
    return std::any_of(saved_.begin(), saved_.end(), [&](const auto& entry) {
        const auto& [name, saved] = entry;
        return std::get<0>(name) == device && saved.setBack &&
               (receipts_.contains(name) || former_.contains(name));
    });
}

void Ledger::head(Lsn lsn, const Bytes& hash) {
    const auto [known, fresh] = heads_.emplace(lsn, hash);
    if (!fresh && known->second != hash) {
        splitHead_ = lsn;
    }
}

}  // namespace xiangji::sim
