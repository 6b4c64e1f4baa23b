#include "core/records/clear_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace xiangji {

namespace {

std::string digits(double real) {
    std::array<char, 32> text{};
    // -0 is 0: SQL and people take the two for one.
    const auto end = std::to_chars(text.data(), text.data() + text.size(), real == 0 ? 0.0 : real);
    return {text.data(), end.ptr};
}

template <typename Number>
std::optional<Value> number(std::string_view text) {
    Number number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(number)) {
            return std::nullopt;
        }
    }
    return Value(number);
}

std::optional<Value> anyValue(Kind kind, std::string_view text) {
    switch (kind) {
        case Kind::integer:
        case Kind::boolean:
        case Kind::choice:
            return number<std::int64_t>(text);
        case Kind::real:
            return number<double>(text);
        case Kind::text:
            return std::string(text);
        case Kind::reference:
        case Kind::blob: {
            auto bytes = fromHex(text);
            return bytes ? std::optional<Value>(Blob{*std::move(bytes)}) : std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string clearText(const Value& value) {
    struct Text {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(std::int64_t integer) const { return std::to_string(integer); }
        std::string operator()(double real) const { return digits(real); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const Blob& blob) const { return toHex(blob.bytes()); }
    };
    return std::visit(Text{}, value);
}

std::optional<Value> clearValue(Kind kind, std::string_view text) {
    auto value = anyValue(kind, text);
    return value && clearText(*value) == text ? value : std::nullopt;
}

}  // namespace xiangji
