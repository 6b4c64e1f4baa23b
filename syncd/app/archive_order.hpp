#pragma once

#include <boost/json/object.hpp>

#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

inline constexpr std::int64_t kArchiveKeepDays = 400;  ///< what stays in the log unless said

/// Carries out {"ask":"archive","before":civil date or "keep":days,"dry":bool}: what was moved (or
/// would be), {"before":…,"lines":…,"segments":…,"oldestInLog":…}.
[[nodiscard]] Result<boost::json::object> archiveByOrder(Desk& desk,
                                                         const boost::json::object& question,
                                                         Instant nowMs);

/// The beginning of the day from which on lines stay, where `days` civil days are kept.
[[nodiscard]] Instant archiveHorizon(Instant nowMs, std::int64_t days);

}  // namespace xiangji::syncd
