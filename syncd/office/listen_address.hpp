#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// Where the office page listens.
struct ListenAddress {
    boost::asio::ip::address host;
    std::uint16_t port = 0;  ///< 0 = any free one

    /// "127.0.0.1:8080", "[::1]:8080".
    [[nodiscard]] std::string text() const;
    /// HOST:PORT with a loopback address or `localhost`. Fault::refused for every other host: the
    /// page has no sign-in yet, so that whoever reaches the port reads the township's records.
    /// Names are not looked up: a resolver could lie.
    [[nodiscard]] static Result<ListenAddress> parse(std::string_view text);
};

/// True if a Host header names this machine's loopback (`localhost`, 127.0.0.0/8, `[::1]`, with or
/// without a port). A page of another site can make its own name resolve to 127.0.0.1 (DNS
/// rebinding), but not change the Host it sends. The port is free, because people come through SSH
/// tunnels.
[[nodiscard]] bool isLoopbackHost(std::string_view host);

}  // namespace xiangji::syncd
