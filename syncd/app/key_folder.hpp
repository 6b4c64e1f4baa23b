#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"
#include "core/net/tls_identity.hpp"

namespace xiangji::syncd {

/// By what a township's centre is known: signatures, and the wire.
struct TownshipKeys {
    SigningKey server;
    TlsIdentity tls;
    std::vector<Bytes> formerServers{};  ///< public keys that signed before `server`
};

/// A township's keys, DIR/keys; its lock is held by whoever has one:
///   server.key       32 bytes, the Ed25519 seed that signs receipts
///   server-former    public keys that signed before it, hex, a line each; only after a loss
///   tls.key          PEM, the wire's key
///   tls.crt          PEM, its certificate and what leads to it (core/net/succession.hpp)
///   tls-next.key     PEM, the key that comes after it, until somebody takes it to the safe
///   fresh/           what an exchange of the wire's key puts in place
/// The folder is 0700, files 0600.
class KeyFolder {
 public:
    explicit KeyFolder(std::filesystem::path path) : path_(std::move(path)) {}

    [[nodiscard]] Outcome keep(const TownshipKeys& keys) const;
    /// An exchange that a crash cut is finished first. Faults: damaged (missing or unreadable),
    /// refused (others can read them).
    [[nodiscard]] Result<TownshipKeys> read() const;
    /// Puts these in the place of what is missing, and nothing else. Fault refused where nothing
    /// is.
    [[nodiscard]] Outcome replaceMissing(const TownshipKeys& fresh) const;

    /// The key that lies in `file`, or, where that is empty, here. Faults: notFound, damaged.
    [[nodiscard]] Result<TlsIdentity> next(const std::filesystem::path& file) const;
    [[nodiscard]] bool nextLiesHere() const;

    /// Another identity for the wire and another next key, both or neither.
    [[nodiscard]] Outcome exchange(const TlsIdentity& tls, const TlsIdentity& next) const;

 private:
    [[nodiscard]] Outcome finishExchange() const;
    [[nodiscard]] Result<std::vector<Bytes>> former() const;
    [[nodiscard]] Outcome keepFormer(const std::vector<Bytes>& keys) const;

    std::filesystem::path path_;
};

}  // namespace xiangji::syncd
