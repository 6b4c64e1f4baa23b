#include "core/base/hash.hpp"

#include <sodium.h>

#include <cstdint>

namespace xiangji {

namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kSizeBytes = 8;

/// Before this libsodium does without what the processor can do.
void makeReady() {
    static const int kReady = sodium_init();
    static_cast<void>(kReady);
}

}  // namespace

Bytes hashOf(std::string_view bytes) {
    makeReady();
    Bytes hash(kHashBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       octets(bytes).data(), bytes.size(), nullptr, 0);
    return hash;
}

Bytes hashOfParts(std::initializer_list<std::string_view> parts) {
    // In one piece: fed part by part each would be copied once more, and most are short.
    std::size_t total = 0;
    for (const auto part : parts) {
        total += kSizeBytes + part.size();
    }
    Bytes together;
    together.reserve(total);
    for (const auto part : parts) {
        const auto size = static_cast<std::uint64_t>(part.size());
        for (std::size_t i = 0; i < kSizeBytes; ++i) {
            together += static_cast<char>((size >> (8 * i)) & 0xff);
        }
        together += part;
    }
    return hashOf(together);
}

Bytes sha256(std::string_view bytes) {
    Bytes hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), octets(bytes).data(),
                       bytes.size());
    return hash;
}

}  // namespace xiangji
