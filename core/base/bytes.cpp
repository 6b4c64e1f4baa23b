#include "core/base/bytes.hpp"

#include <sodium.h>

namespace xiangji {

std::string toHex(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), octets(bytes).data(), bytes.size());
    text.pop_back();
    return text;
}

std::optional<Bytes> fromHex(std::string_view text) {
    Bytes bytes(text.size() / 2, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (text.size() % 2 != 0 ||
        sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                       text.size(), nullptr, &length, &end) != 0 ||
        end != text.data() + text.size()) {
        return std::nullopt;
    }
    return bytes;
}

std::string toBase64Url(std::string_view bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), octets(bytes).data(), bytes.size(), kVariant);
    text.pop_back();
    return text;
}

std::optional<Bytes> fromBase64Url(std::string_view text) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    Bytes bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &length, &end, kVariant) != 0 ||
        end != text.data() + text.size()) {
        return std::nullopt;
    }
    bytes.resize(length);
    return bytes;
}

namespace {
constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::optional<unsigned> base32Digit(char c) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const char plain = upper == 'O' ? '0' : (upper == 'I' || upper == 'L') ? '1' : upper;
    const auto place = kBase32.find(plain);
    return place == std::string_view::npos ? std::nullopt
                                           : std::optional(static_cast<unsigned>(place));
}
}  // namespace

std::string toBase32(std::string_view bytes) {
    std::string text;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const unsigned char octet : octets(bytes)) {
        buffer = (buffer << 8) | octet;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text.push_back(kBase32[(buffer >> bits) & 31U]);
        }
    }
    if (bits > 0) {
        text.push_back(kBase32[(buffer << (5 - bits)) & 31U]);
    }
    return text;
}

std::optional<Bytes> fromBase32(std::string_view text) {
    Bytes bytes;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto digit = base32Digit(c);
        if (!digit) {
            return std::nullopt;
        }
        buffer = (buffer << 5) | *digit;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>((buffer >> bits) & 0xff));
        }
    }
    return bytes;
}

}  // namespace xiangji
