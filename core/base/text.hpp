#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace xiangji {

/// UTF-8 in NFC; nothing if the bytes are not UTF-8. All text is brought to this form before it is
/// stored (DOMAIN §0).
[[nodiscard]] std::optional<std::string> toNfc(std::string_view text);
/// Whether the text is UTF-8 in NFC already.
[[nodiscard]] bool isNfc(std::string_view text);
/// Code points, the unit in which limits of text are given. The text must be UTF-8.
[[nodiscard]] std::size_t codePoints(std::string_view text);
/// Without white space (also the ideographic space) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace xiangji
