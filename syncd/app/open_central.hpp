#pragma once

#include <memory>

#include "core/base/result.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// The central database of a furnished folder. A damaged one is not touched, and the error says
/// what to do.
[[nodiscard]] Result<std::unique_ptr<Central>> openCentral(const DataFolder& folder);

}  // namespace xiangji::syncd
