#pragma once

#include <memory>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// Where a centre is and by which key it is known.
struct Address {
    std::string host;
    std::uint16_t port = 0;
    Bytes pin;  ///< SHA-256 of the server's TLS public key (SubjectPublicKeyInfo), 32 bytes
};

/// One connection to a centre: a request frame out, a reply frame back, in order. Frames are bytes
/// of wire::Request and wire::Reply. Every call has a deadline; after an error the link is dead and
/// a new one is made.
class Link {
 public:
    virtual ~Link() = default;
    /// Faults: unreachable (no network, no answer in time, cut), untrusted (wrong pin).
    [[nodiscard]] virtual Result<Bytes> call(const Bytes& request) = 0;
    /// 32 bytes of the TLS exporter, label "EXPORTER-xiangji-device": what a key proof signs.
    [[nodiscard]] virtual Bytes exporter() const = 0;
};

/// Makes links: over TLS in the product, in memory in tests.
class LinkMaker {
 public:
    virtual ~LinkMaker() = default;
    [[nodiscard]] virtual Result<std::unique_ptr<Link>> connect(const Address& address) = 0;
};

inline constexpr std::size_t kMaxFrameBytes = 1024 * 1024;  ///< DESIGN §7
inline constexpr const char* kExporterLabel = "EXPORTER-xiangji-device";

}  // namespace xiangji
