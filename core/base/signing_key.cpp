#include "core/base/signing_key.hpp"

#include <sodium.h>

namespace xiangji {

static_assert(SigningKey::kSeedBytes == crypto_sign_SEEDBYTES);
static_assert(SigningKey::kPublicBytes == crypto_sign_PUBLICKEYBYTES);
static_assert(SigningKey::kSignatureBytes == crypto_sign_BYTES);

SigningKey SigningKey::make(Random& random) {
    return *fromSeed(random.bytes(kSeedBytes));
}

Result<SigningKey> SigningKey::fromSeed(std::string_view seed) {
    if (seed.size() != kSeedBytes) {
        return Error{Fault::damaged, "a signing key must be 32 bytes"};
    }
    SigningKey key;
    key.seed_ = Bytes(seed);
    key.secret_.resize(crypto_sign_SECRETKEYBYTES);
    key.public_.resize(crypto_sign_PUBLICKEYBYTES);
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(key.public_.data()),
                             reinterpret_cast<unsigned char*>(key.secret_.data()),
                             octets(seed).data());
    return key;
}

Bytes SigningKey::sign(std::string_view message) const {
    Bytes signature(kSignatureBytes, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         octets(message).data(), message.size(), octets(secret_).data());
    return signature;
}

bool signatureHolds(std::string_view message, std::string_view signature,
                    std::string_view publicKey) {
    return signature.size() == SigningKey::kSignatureBytes &&
           publicKey.size() == SigningKey::kPublicBytes &&
           crypto_sign_verify_detached(octets(signature).data(), octets(message).data(),
                                       message.size(), octets(publicKey).data()) == 0;
}

}  // namespace xiangji
