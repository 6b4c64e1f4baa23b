#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <source_location>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace xiangji::fuzz {

/// An input as text.
inline std::string_view asText(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

/// Ends the program where a promise does not hold: libFuzzer keeps the input.
inline void require(bool holds, std::source_location where = std::source_location::current()) {
    if (!holds) {
        std::fprintf(stderr, "%s:%u: a promise does not hold\n", where.file_name(), where.line());
        __builtin_trap();
    }
}

/// What a phone says of bytes that it was given: taken, or refused with a reason, but no accident.
template <typename Taken>
void requireAnswer(const Taken& taken,
                   std::source_location where = std::source_location::current()) {
    if (!taken && taken.error().fault == Fault::failed) {
        std::fprintf(stderr, "%s\n", taken.error().detail.c_str());
        require(false, where);
    }
}

}  // namespace xiangji::fuzz
