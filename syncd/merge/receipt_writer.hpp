#pragma once

#include <span>
#include <vector>

#include "core/base/signing_key.hpp"
#include "syncd/merge/decision.hpp"

namespace xiangji::syncd {

/// Makes the durable, signed answers for envelopes.
class ReceiptWriter {
 public:
    /// `former`: keys that signed before `key`.
    ReceiptWriter(const CentralIdentity& identity, const SigningKey& key,
                  std::span<const Bytes> former = {});

    /// `head` is the log's when this was decided; the phone keeps it as a witness.
    [[nodiscard]] wire::Receipt receipt(const Id& device, std::uint64_t seq, const Bytes& hash,
                                        const Decision& decision, Instant receivedMs,
                                        const LogHead& head) const;
    /// The same receipt with other verdicts in it: what waited got its own.
    [[nodiscard]] wire::Receipt renewed(wire::ReceiptBody body, const LogHead& head) const;

    /// A stored one, as phones take it today: one that a former key signed is signed anew. Fault
    /// damaged where it cannot be read.
    [[nodiscard]] Result<wire::Receipt> stored(std::string_view bytes) const;

    [[nodiscard]] const SigningKey& key() const { return key_; }
    /// The present public key, and those before it.
    [[nodiscard]] const std::vector<Bytes>& keys() const { return keys_; }

 private:
    const CentralIdentity& identity_;
    const SigningKey& key_;
    std::vector<Bytes> keys_;
};

}  // namespace xiangji::syncd
