#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace xiangji::fuzz {

/// An input as text.
inline std::string_view asText(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

/// Ends the program where a promise does not hold: libFuzzer keeps the input.
inline void require(bool holds) {
    if (!holds) {
        __builtin_trap();
    }
}

}  // namespace xiangji::fuzz
