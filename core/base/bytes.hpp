#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace xiangji {

/// Bytes travel as std::string, as protobuf and SQLite hand them over.
using Bytes = std::string;

[[nodiscard]] std::string toHex(std::string_view bytes);
[[nodiscard]] std::optional<Bytes> fromHex(std::string_view text);

/// Base64url without padding: survives chats, shells and URLs.
[[nodiscard]] std::string toBase64Url(std::string_view bytes);
[[nodiscard]] std::optional<Bytes> fromBase64Url(std::string_view text);

/// Crockford base32, upper case, no padding: no look-alikes, one case, fits a QR code's
/// alphanumeric mode.
[[nodiscard]] std::string toBase32(std::string_view bytes);
/// Reads either case, and O for 0, I and L for 1.
[[nodiscard]] std::optional<Bytes> fromBase32(std::string_view text);

inline std::span<const unsigned char> octets(std::string_view bytes) {
    return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}

}  // namespace xiangji
