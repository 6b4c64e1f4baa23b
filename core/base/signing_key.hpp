#pragma once

#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/random.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// An Ed25519 key pair: a device's or a server's name in signatures.
class SigningKey {
 public:
    static constexpr std::size_t kSeedBytes = 32;
    static constexpr std::size_t kPublicBytes = 32;
    static constexpr std::size_t kSignatureBytes = 64;

    [[nodiscard]] static SigningKey make(Random& random);
    [[nodiscard]] static Result<SigningKey> fromSeed(std::string_view seed);

    [[nodiscard]] const Bytes& seed() const { return seed_; }
    [[nodiscard]] const Bytes& publicKey() const { return public_; }
    [[nodiscard]] Bytes sign(std::string_view message) const;

 private:
    SigningKey() = default;
    Bytes seed_;
    Bytes secret_;
    Bytes public_;
};

[[nodiscard]] bool signatureHolds(std::string_view message, std::string_view signature,
                                  std::string_view publicKey);

}  // namespace xiangji
