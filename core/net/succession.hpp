#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sync/link.hpp"

struct x509_st;  // OpenSSL's X509

namespace xiangji {

/// How a phone follows a centre to another key. What a centre shows, in this order:
///   1. its key's own certificate, signed by that key;
///   2. a statement: a certificate of the key that comes next, signed by this key (the backup pin);
///   3. the statements before it, newest first: each a certificate of a key, signed by the one
///      before it, the last of them naming the present key (3. begins with it);
///   4. the very first key's own certificate.
/// So whoever knows any key of the row can go from it to the present one, signature by signature. A
/// phone asks for two keys, the centre's and the next one; either, or what either leads to, is the
/// centre. A later key never leads back: an old key that was stolen is worth nothing to a phone
/// that has gone on.
struct Succession {
    enum class Verdict {
        held,     ///< it is the centre
        foreign,  ///< nothing it shows is known to the phone
        forged,   ///< it shows a key that the phone knows, but that key did not sign the next
        overdue,  ///< the way leads over a certificate whose time is over by this device's clock
    };
    Verdict verdict = Verdict::foreign;
    Pins pins;  ///< by which the centre is to be known from now on; only when held
};

/// What `shown` is to somebody who knows `known`. Pure but for the clock of expiry; looks at
/// kMostShown certificates at most.
[[nodiscard]] Succession succession(const std::vector<const x509_st*>& shown, const Pins& known);

inline constexpr std::size_t kMostShown = 200;

/// SHA-256 of a certificate's SubjectPublicKeyInfo; empty if it holds no readable key.
[[nodiscard]] Bytes pinOf(const x509_st* certificate);

}  // namespace xiangji
