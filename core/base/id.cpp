#include "core/base/id.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/base/hash.hpp"

namespace xiangji {

std::optional<Id> Id::fromBytes(std::string_view bytes) {
    if (bytes.size() != kSizeBytes) {
        return std::nullopt;
    }
    Id id;
    std::memcpy(id.octets_.data(), bytes.data(), kSizeBytes);
    return id;
}

std::optional<Id> Id::parse(std::string_view text) {
    constexpr std::size_t kTextLength = 36;
    if (text.size() != kTextLength) {
        return std::nullopt;
    }
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash != (text[i] == '-')) {
            return std::nullopt;
        }
        if (!dash) {
            digits.push_back(text[i]);
        }
    }
    const auto bytes = fromHex(digits);
    return bytes ? fromBytes(*bytes) : std::nullopt;
}

Id Id::uuid7(Instant nowMs, Random& random) {
    Bytes bytes = random.bytes(kSizeBytes);
    for (int i = 0; i < 6; ++i) {
        bytes[static_cast<std::size_t>(i)] = static_cast<char>((nowMs >> (8 * (5 - i))) & 0xff);
    }
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x70);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    return *fromBytes(bytes);
}

Id Id::ofHash(std::string_view bytes) {
    return *fromBytes(hashOf(bytes).substr(0, kSizeBytes));
}

Bytes Id::bytes() const {
    return {reinterpret_cast<const char*>(octets_.data()), kSizeBytes};
}

std::string Id::text() const {
    std::string text = toHex(bytes());
    for (const std::size_t place : {8U, 13U, 18U, 23U}) {
        text.insert(place, 1, '-');
    }
    return text;
}

bool Id::isNone() const {
    return std::all_of(octets_.begin(), octets_.end(), [](unsigned char o) { return o == 0; });
}

}  // namespace xiangji

std::size_t std::hash<xiangji::Id>::operator()(const xiangji::Id& id) const noexcept {
    // The tail of a UUIDv7 is random and that of a hash is too.
    std::size_t value = 0;
    std::memcpy(&value, id.octets_.data() + xiangji::Id::kSizeBytes - sizeof(value), sizeof(value));
    return value;
}
