#pragma once

#include <string_view>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"
#include "core/records/limits.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {

inline constexpr Instant kMaxClockAheadMs =
    5 * 60 * 1000;  ///< DESIGN §5: beyond it the receipt's time counts

/// Signs a body as it is stored: the bytes never change between commit and verdict.
[[nodiscard]] wire::Envelope signedEnvelope(std::string body, const SigningKey& key);
[[nodiscard]] bool envelopeHolds(const wire::Envelope& envelope, std::string_view publicKey);

[[nodiscard]] wire::Receipt signedReceipt(const wire::ReceiptBody& body, const SigningKey& key);
/// Faults: untrusted (not signed by this centre), damaged.
[[nodiscard]] Result<wire::ReceiptBody> openedReceipt(const wire::Receipt& receipt,
                                                      std::string_view serverKey);

/// What a phone signs to prove its key on this connection, and the centre checks.
[[nodiscard]] Bytes proofMessage(std::string_view exporter, std::string_view publicKey);

/// Six characters of a key, compared by eye on phone and desk.
[[nodiscard]] std::string fingerprintOf(std::string_view publicKey);

/// Parses a message from bytes that came from outside: nested 16 deep at most. False = malformed.
[[nodiscard]] bool parseOutside(google::protobuf::MessageLite& message, std::string_view bytes);

}  // namespace xiangji
