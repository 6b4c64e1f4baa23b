#include "syncd/merge/receipt_writer.hpp"

#include <algorithm>

#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

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
    body.set_received_ms(receivedMs);
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
