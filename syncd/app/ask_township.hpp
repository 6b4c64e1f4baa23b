#pragma once

#include <boost/json/object.hpp>
#include <filesystem>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// One question to a township (control.hpp): to the `serve` that runs in the folder, or, if none
/// does, to the folder itself, opened for as long as the answer takes.
[[nodiscard]] Result<boost::json::object> askTownship(const std::filesystem::path& data,
                                                      const boost::json::object& question);

}  // namespace xiangji::syncd
