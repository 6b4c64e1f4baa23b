#pragma once

#include "core/base/signing_key.hpp"
#include "syncd/merge/decision.hpp"

namespace xiangji::syncd {

/// Makes the durable, signed answers for envelopes.
class ReceiptWriter {
 public:
    ReceiptWriter(const CentralIdentity& identity, const SigningKey& key)
        : identity_(identity), key_(key) {}

    /// `head` is the log's when this was decided; the phone keeps it as a witness.
    [[nodiscard]] wire::Receipt receipt(const Id& device, std::uint64_t seq, const Bytes& hash,
                                        const Decision& decision, Instant receivedMs,
                                        const LogHead& head) const;
    /// The same receipt with other verdicts in it: what waited got its own.
    [[nodiscard]] wire::Receipt renewed(wire::ReceiptBody body, const LogHead& head) const;

    [[nodiscard]] const SigningKey& key() const { return key_; }

 private:
    const CentralIdentity& identity_;
    const SigningKey& key_;
};

}  // namespace xiangji::syncd
