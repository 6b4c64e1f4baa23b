#include "core/base/hash.hpp"

#include <sodium.h>

#include <cstdint>

namespace xiangji {

namespace {
constexpr std::size_t kHashBytes = 32;
}  // namespace

Bytes hashOf(std::string_view bytes) {
    Bytes hash(kHashBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       octets(bytes).data(), bytes.size(), nullptr, 0);
    return hash;
}

Bytes hashOfParts(std::initializer_list<std::string_view> parts) {
    Bytes whole;
    for (const auto part : parts) {
        const auto size = static_cast<std::uint64_t>(part.size());
        for (int shift = 0; shift < 64; shift += 8) {
            whole.push_back(static_cast<char>((size >> shift) & 0xff));
        }
        whole.append(part);
    }
    return hashOf(whole);
}

Bytes sha256(std::string_view bytes) {
    Bytes hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), octets(bytes).data(),
                       bytes.size());
    return hash;
}

}  // namespace xiangji
