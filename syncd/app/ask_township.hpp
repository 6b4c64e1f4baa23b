#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <filesystem>

#include "core/base/result.hpp"
#include "syncd/app/control_socket.hpp"

namespace xiangji::syncd {

/// One question to a township (control.hpp): to the `serve` that runs in the folder, or, if none
/// does, to the folder itself, opened for as long as the answer takes.
[[nodiscard]] Result<boost::json::object> askTownship(const std::filesystem::path& data,
                                                      const boost::json::object& question,
                                                      std::chrono::seconds patience = kAskPatience);

}  // namespace xiangji::syncd
