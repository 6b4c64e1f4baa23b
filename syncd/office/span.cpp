#include "syncd/office/span.hpp"

#include <charconv>

#include "core/base/civil_time.hpp"

namespace xiangji::syncd {

namespace {

constexpr Instant kDayMs = 24 * 3600 * 1000;

Result<std::optional<Instant>> dayNamed(const Ask& ask, const char* parameter) {
    const std::string text = ask.parameter(parameter);
    if (text.empty()) {
        return std::optional<Instant>{};
    }
    const auto start = startOfCivilDate(text);
    if (!start) {
        return Error{Fault::invalid, std::string(parameter) + ": \"" + text +
                                         "\" is no date; write it as 2026-06-19"};
    }
    return start;
}

Result<std::size_t> numberNamed(const Ask& ask, const char* parameter, std::size_t usual,
                                std::size_t most) {
    const std::string text = ask.parameter(parameter);
    if (text.empty()) {
        return usual;
    }
    std::size_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size() || number > most) {
        return Error{Fault::invalid, std::string(parameter) + ": \"" + text +
                                         "\" is no number from 0 to " + std::to_string(most)};
    }
    return number;
}

}  // namespace

Result<Span> Span::asked(const Ask& ask) {
    XIANGJI_LET(first, dayNamed(ask, "from"));
    XIANGJI_LET(last, dayNamed(ask, "to"));
    if (first && last && *first > *last) {
        return Error{Fault::invalid,
                     "from: " + ask.parameter("from") + " is after to: " + ask.parameter("to")};
    }
    Span span{.from = ask.parameter("from"), .to = ask.parameter("to"), .fromMs = first};
    if (last) {
        span.toMs = *last + kDayMs;
    }
    return span;
}

Result<Page> Page::asked(const Ask& ask) {
    constexpr std::size_t kFarthest = 10'000'000;
    XIANGJI_LET(skip, numberNamed(ask, "skip", 0, kFarthest));
    XIANGJI_LET(most, numberNamed(ask, "most", kUsual, kMost));
    return Page{skip, most};
}

}  // namespace xiangji::syncd
