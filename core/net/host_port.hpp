#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace xiangji {

/// "host:port" as people write it; an IPv6 address stands in brackets, "[::1]:7443".
struct HostPort {
    std::string host;        ///< without brackets
    std::uint16_t port = 0;  ///< 0 where the text says 0: any free one

    [[nodiscard]] std::string text() const;
    /// Fault::invalid: no host, no port, or a port that is none.
    [[nodiscard]] static Result<HostPort> parse(std::string_view text);
};

}  // namespace xiangji
