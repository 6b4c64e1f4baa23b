#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// Where a centre is and by which keys it is known.
struct Address {
    std::string host;
    std::uint16_t port = 0;
    Bytes pin;          ///< SHA-256 of the server's TLS public key (SubjectPublicKeyInfo), 32 bytes
    Bytes backupPin{};  ///< of the key that comes after it, which lies in a safe; empty: none named
};

/// The pins of an Address alone.
struct Pins {
    Bytes pin;
    Bytes backupPin;
    [[nodiscard]] bool operator==(const Pins&) const = default;
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
    /// By which keys the centre is known from now on, where a key that was asked for vouches for
    /// others than those in the address. Whoever keeps addresses keeps these.
    [[nodiscard]] virtual std::optional<Pins> newPins() const { return std::nullopt; }
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
