#include "syncd/app/archive_order.hpp"

#include <boost/json/value_to.hpp>

#include "core/base/civil_time.hpp"
#include "syncd/app/json_text.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr Instant kDayMs = 24LL * 60 * 60 * 1000;
constexpr std::int64_t kMostDays = 100'000;

Result<Instant> horizonIn(const json::object& question, Instant nowMs) {
    if (const auto before = textIn(question, "before"); !before.empty()) {
        const auto day = startOfCivilDate(before);
        if (!day) {
            return Error{Fault::invalid, "--before: a date as 2026-01-31"};
        }
        return *day;
    }
    std::int64_t days = kArchiveKeepDays;
    if (const auto* keep = question.if_contains("keep")) {
        json::error_code fault;
        days = keep->to_number<std::int64_t>(fault);
        if (fault || days < 0 || days > kMostDays) {
            return Error{Fault::invalid, "--keep: a number of days"};
        }
    }
    return archiveHorizon(nowMs, days);
}

}  // namespace

Instant archiveHorizon(Instant nowMs, std::int64_t days) {
    return startOfCivilDate(civilDate(nowMs - days * kDayMs)).value_or(0);
}

Result<json::object> archiveByOrder(Desk& desk, const json::object& question, Instant nowMs) {
    XIANGJI_LET(before, horizonIn(question, nowMs));
    const auto* dry = question.if_contains("dry");
    XIANGJI_LET(moved,
                desk.archive({.beforeMs = before,
                              .dryRun = dry != nullptr && dry->is_bool() && dry->as_bool()}));
    return json::object{{"before", civilInstant(before)},
                        {"lines", moved.lines},
                        {"segments", moved.segments},
                        {"oldestInLog", moved.oldest}};
}

}  // namespace xiangji::syncd
