#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.hpp"

namespace xiangji::syncd {

struct ServeOrder {
    std::filesystem::path data;
    std::string listen;     ///< HOST:PORT for phones; port 0: any free one
    std::string office;     ///< HOST:PORT for the office page, on loopback
    std::string advertise;  ///< HOST:PORT for invitations; empty: from `listen`
    std::optional<std::int64_t> archiveKeepDays;  ///< none: nothing moves by itself
};

/// The daemon. Prints {"sync":"host:port","office":"host:port"} on one line when it is ready;
/// returns after SIGTERM or SIGINT, or with an Error when it cannot begin.
[[nodiscard]] Outcome serve(const ServeOrder& order);

}  // namespace xiangji::syncd
