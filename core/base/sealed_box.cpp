#include "core/base/sealed_box.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace xiangji {

static_assert(kSealBytes == crypto_box_SEALBYTES);
static_assert(kBoxSeedBytes == crypto_box_SEEDBYTES);

namespace {

unsigned char* raw(Bytes& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace

Result<Bytes> sealedFor(std::string_view publicKey, std::string_view text, Random& random) {
    return sealedFor(publicKey, text, random.bytes(kBoxSeedBytes));
}

Result<Bytes> sealedFor(std::string_view publicKey, std::string_view text, std::string_view seed) {
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> box{};
    if (publicKey.size() != SigningKey::kPublicBytes || seed.size() != kBoxSeedBytes ||
        crypto_sign_ed25519_pk_to_curve25519(box.data(), octets(publicKey).data()) != 0) {
        return Error{Fault::invalid, "nothing can be sealed to this key: it is no signing key"};
    }
    // crypto_box_seal with chance from outside: a simulator repeats a run to the byte.
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> passing{};
    std::array<unsigned char, crypto_box_SECRETKEYBYTES> passingSecret{};
    crypto_box_seed_keypair(passing.data(), passingSecret.data(), octets(seed).data());
    std::array<unsigned char, crypto_box_NONCEBYTES> nonce{};
    crypto_generichash_state hash{};
    crypto_generichash_init(&hash, nullptr, 0, nonce.size());
    crypto_generichash_update(&hash, passing.data(), passing.size());
    crypto_generichash_update(&hash, box.data(), box.size());
    crypto_generichash_final(&hash, nonce.data(), nonce.size());

    Bytes sealed(text.size() + kSealBytes, '\0');
    std::copy(passing.begin(), passing.end(), raw(sealed));
    const int code = crypto_box_easy(raw(sealed) + passing.size(), octets(text).data(), text.size(),
                                     nonce.data(), box.data(), passingSecret.data());
    sodium_memzero(passingSecret.data(), passingSecret.size());
    if (code != 0) {
        return Error{Fault::invalid, "nothing can be sealed to this key"};
    }
    return sealed;
}

Result<Bytes> openedBox(const SigningKey& key, std::string_view sealed) {
    const Error closed{Fault::untrusted, "it is sealed to another key, or was changed on its way"};
    if (sealed.size() < kSealBytes) {
        return closed;
    }
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> box{};
    std::array<unsigned char, crypto_box_SECRETKEYBYTES> secret{};
    // The curve's secret follows from the seed alone, which is what an Ed25519 secret begins with.
    const Bytes whole = key.seed() + key.publicKey();
    if (crypto_sign_ed25519_pk_to_curve25519(box.data(), octets(key.publicKey()).data()) != 0 ||
        crypto_sign_ed25519_sk_to_curve25519(secret.data(), octets(whole).data()) != 0) {
        return closed;
    }
    Bytes text(sealed.size() - kSealBytes, '\0');
    const int code = crypto_box_seal_open(raw(text), octets(sealed).data(), sealed.size(),
                                          box.data(), secret.data());
    sodium_memzero(secret.data(), secret.size());
    if (code != 0) {
        return closed;
    }
    return text;
}

}  // namespace xiangji
