#pragma once

#include <string_view>
#include <vector>

namespace xiangji::syncd {

/// Each change's bytes in those of a changeset, in their order; they live as long as it does.
/// Nothing where it cannot be read, or holds fields that are not known here.
[[nodiscard]] std::vector<std::string_view> changesIn(std::string_view changeset);

}  // namespace xiangji::syncd
