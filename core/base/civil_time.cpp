#include "core/base/civil_time.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace xiangji {

namespace {

using namespace std::chrono;

constexpr Instant kMsPerMinute = 60'000;
constexpr Instant kShanghaiOffsetMs = 8 * 60 * kMsPerMinute;

struct Civil {
    year_month_day day;
    hh_mm_ss<milliseconds> time;
};

Civil civilOf(Instant ms) {
    const sys_time<milliseconds> local{milliseconds{ms + kShanghaiOffsetMs}};
    const auto midnight = floor<days>(local);
    return {year_month_day{midnight}, hh_mm_ss<milliseconds>{local - midnight}};
}

template <typename... Numbers>
std::string printed(const char* format, Numbers... numbers) {
    char text[64];
    const int length = std::snprintf(text, sizeof text, format, numbers...);
    return {text, static_cast<std::size_t>(length)};
}

/// Reads exactly `digits` digits off the front.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<sys_days> takeDate(std::string_view& text) {
    const auto y = takeNumber(text, 4);
    const bool firstDash = take(text, '-');
    const auto m = takeNumber(text, 2);
    const bool secondDash = take(text, '-');
    const auto d = takeNumber(text, 2);
    if (!y || !m || !d || !firstDash || !secondDash) {
        return std::nullopt;
    }
    const year_month_day day{year{*y}, month{static_cast<unsigned>(*m)},
                             std::chrono::day{static_cast<unsigned>(*d)}};
    return day.ok() ? std::optional(sys_days{day}) : std::nullopt;
}

std::optional<minutes> takeOffset(std::string_view& text) {
    if (take(text, 'Z')) {
        return minutes{0};
    }
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, '+') && !take(text, '-')) {
        return std::nullopt;
    }
    const auto h = takeNumber(text, 2);
    take(text, ':');
    const auto m = takeNumber(text, 2);
    if (!h || !m || *h > 23 || *m > 59) {
        return std::nullopt;
    }
    const auto offset = hours{*h} + minutes{*m};
    return west ? -offset : offset;
}

}  // namespace

std::string civilDate(Instant ms) {
    const auto civil = civilOf(ms);
    return printed("%04d-%02u-%02u", static_cast<int>(civil.day.year()),
                   static_cast<unsigned>(civil.day.month()),
                   static_cast<unsigned>(civil.day.day()));
}

std::string civilInstant(Instant ms) {
    const auto civil = civilOf(ms);
    return civilDate(ms) + printed("T%02d:%02d:%02d+08:00",
                                   static_cast<int>(civil.time.hours().count()),
                                   static_cast<int>(civil.time.minutes().count()),
                                   static_cast<int>(civil.time.seconds().count()));
}

std::string civilClock(Instant ms) {
    const auto civil = civilOf(ms);
    return printed("%02d:%02d", static_cast<int>(civil.time.hours().count()),
                   static_cast<int>(civil.time.minutes().count()));
}

std::optional<Instant> startOfCivilDate(std::string_view date) {
    const auto day = takeDate(date);
    if (!day || !date.empty()) {
        return std::nullopt;
    }
    return duration_cast<milliseconds>(day->time_since_epoch()).count() - kShanghaiOffsetMs;
}

std::optional<Instant> parseInstant(std::string_view text) {
    const auto day = takeDate(text);
    if (!day || !(take(text, 'T') || take(text, ' '))) {
        return std::nullopt;
    }
    const auto h = takeNumber(text, 2);
    const bool colon = take(text, ':');
    const auto m = takeNumber(text, 2);
    if (!h || !m || !colon || *h > 23 || *m > 59) {
        return std::nullopt;
    }
    int second = 0;
    int ms = 0;
    if (take(text, ':')) {
        const auto s = takeNumber(text, 2);
        if (!s || *s > 59) {
            return std::nullopt;
        }
        second = *s;
        if (take(text, '.')) {
            int scale = 100;
            std::size_t digits = 0;
            while (const auto digit = takeNumber(text, 1)) {
                ms += *digit * scale;
                scale /= 10;
                ++digits;
            }
            if (digits == 0) {
                return std::nullopt;
            }
        }
    }
    const auto offset = takeOffset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    const auto at = *day + hours{*h} + minutes{*m} + seconds{second} + milliseconds{ms} - *offset;
    return duration_cast<milliseconds>(at.time_since_epoch()).count();
}

}  // namespace xiangji
