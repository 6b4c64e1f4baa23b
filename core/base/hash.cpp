#include "core/base/hash.hpp"

#include <sodium.h>

#include <array>
#include <cstdint>

namespace xiangji {

namespace {

constexpr std::size_t kHashBytes = 32;

/// Before this libsodium does without what the processor can do.
void makeReady() {
    static const int kReady = sodium_init();
    static_cast<void>(kReady);
}

/// A hash that is fed piece by piece.
class Hashing {
 public:
    Hashing() {
        makeReady();
        crypto_generichash_init(&state_, nullptr, 0, kHashBytes);
    }
    void feed(std::string_view bytes) {
        crypto_generichash_update(&state_, octets(bytes).data(), bytes.size());
    }
    Bytes end() {
        Bytes hash(kHashBytes, '\0');
        crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(hash.data()),
                                 hash.size());
        return hash;
    }

 private:
    crypto_generichash_state state_{};
};

}  // namespace

Bytes hashOf(std::string_view bytes) {
    makeReady();
    Bytes hash(kHashBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       octets(bytes).data(), bytes.size(), nullptr, 0);
    return hash;
}

Bytes hashOfParts(std::initializer_list<std::string_view> parts) {
    Hashing hashing;
    for (const auto part : parts) {
        const auto size = static_cast<std::uint64_t>(part.size());
        std::array<char, sizeof(size)> head{};
        for (std::size_t i = 0; i < head.size(); ++i) {
            head[i] = static_cast<char>((size >> (8 * i)) & 0xff);
        }
        hashing.feed({head.data(), head.size()});
        hashing.feed(part);
    }
    return hashing.end();
}

Bytes sha256(std::string_view bytes) {
    Bytes hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), octets(bytes).data(),
                       bytes.size());
    return hash;
}

}  // namespace xiangji
