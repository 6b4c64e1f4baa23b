#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/records/catalogue.hpp"

namespace xiangji {

/// The text under which a value is sealed: numbers in decimal digits, the fewest that give them
/// back, bytes in hexadecimal, text as it is. Equal values of one kind have one text; unset has an
/// empty one.
[[nodiscard]] std::string clearText(const Value& value);

/// The value of such a text; nothing where it is not the one that `clearText` gives to a value of
/// this kind (`+5`, `007`, a number too large), so that nobody seals one value in two ways.
[[nodiscard]] std::optional<Value> clearValue(Kind kind, std::string_view text);

}  // namespace xiangji
