#include "syncd/merge/receipt_writer.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

namespace {

/// One epoch says it for all unless lives lie between them.
void setFirstPlaces(wire::ReceiptBody& body, const std::vector<LogPlace>& places) {
    const auto decided = [](const LogPlace& place) { return place.lsn != 0; };
    const auto first = std::ranges::find_if(places, decided);
    if (first == places.end()) {
        return;
    }
    body.set_first_epoch(first->epoch.bytes());
    const bool several = std::ranges::any_of(places, [&](const LogPlace& place) {
        return decided(place) && place.epoch != first->epoch;
    });
    for (const auto& place : places) {
        body.add_first_lsns(place.lsn);
        if (several) {
            body.add_first_epochs(place.epoch.bytes());
        }
    }
}

}  // namespace

ReceiptWriter::ReceiptWriter(const CentralIdentity& identity, const SigningKey& key,
                             std::span<const Bytes> former)
    : identity_(identity), key_(key), keys_{key.publicKey()} {
    keys_.insert(keys_.end(), former.begin(), former.end());
}

Result<wire::Receipt> ReceiptWriter::stored(std::string_view bytes) const {
    wire::Receipt receipt;
    if (!receipt.ParseFromString(std::string(bytes))) {
        return Error{Fault::damaged, "a stored receipt cannot be read; the database is damaged"};
    }
    if (keys_.size() == 1) {
        return receipt;
    }
    const auto holds = [&](const Bytes& key) {
        return signatureHolds(hashOf(receipt.body()), receipt.signature(), key);
    };
    if (!holds(keys_.front()) && std::any_of(keys_.begin() + 1, keys_.end(), holds)) {
        receipt.set_signature(key_.sign(hashOf(receipt.body())));
    }
    return receipt;
}

wire::Receipt ReceiptWriter::receipt(const Id& device, std::uint64_t seq, const Bytes& hash,
                                     const Decision& decision, Instant receivedMs,
                                     const LogHead& head) const {
    wire::ReceiptBody body;
    body.set_server(identity_.server.bytes());
    body.set_epoch(identity_.epoch.bytes());
    body.set_device(device.bytes());
    body.set_seq(seq);
    body.set_hash(hash);
    for (const auto& verdict : decision.verdicts) {
        *body.add_changes() = verdict;
        body.set_last_lsn(std::max<std::uint64_t>(body.last_lsn(), verdict.lsn()));
    }
    body.set_effective_hlc(decision.effective);
    body.set_clamped(decision.clamped);
    body.set_received_ms(decision.receivedMs.value_or(receivedMs));
    setFirstPlaces(body, decision.firstPlaces);
    body.set_head_lsn(head.lsn);
    body.set_head_hash(head.hash);
    return signedReceipt(body, key_);
}

wire::Receipt ReceiptWriter::renewed(wire::ReceiptBody body, const LogHead& head) const {
    body.set_last_lsn(0);
    for (const auto& verdict : body.changes()) {
        body.set_last_lsn(std::max<std::uint64_t>(body.last_lsn(), verdict.lsn()));
    }
    body.set_head_lsn(head.lsn);
    body.set_head_hash(head.hash);
    return signedReceipt(body, key_);
}

}  // namespace xiangji::syncd
