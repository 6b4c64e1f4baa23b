#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.hpp"

namespace xiangji {

/// Civil time is Asia/Shanghai, UTC+8 without daylight saving (DOMAIN §0). A date is never cut from
/// a UTC string.

/// "2026-06-19": the civil date of an instant.
[[nodiscard]] std::string civilDate(Instant ms);
/// "2026-06-19T09:30:00+08:00".
[[nodiscard]] std::string civilInstant(Instant ms);
/// "09:30".
[[nodiscard]] std::string civilClock(Instant ms);
/// First instant of a civil date; nothing if the text is no real date.
[[nodiscard]] std::optional<Instant> startOfCivilDate(std::string_view date);
/// ISO 8601 date and time with an offset ("2026-06-19T09:30+08:00", "…Z"), seconds and fractions
/// optional.
[[nodiscard]] std::optional<Instant> parseInstant(std::string_view text);

}  // namespace xiangji
