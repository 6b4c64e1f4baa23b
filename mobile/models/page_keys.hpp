#pragma once

namespace xiangji {

/// Under which names pages keep what was begun: two pages ask for each other's.
inline constexpr const char* kNewActivityDraft = "activity/new";
inline constexpr const char* kNewSheetDraft = "sheet/new";

}  // namespace xiangji
