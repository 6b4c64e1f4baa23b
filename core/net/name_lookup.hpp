#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// Addresses of a host (name, IPv4 or IPv6), each the bytes of a sockaddr, in the order the system
/// prefers. The system's own lookup has no deadline: it runs beside us and, when we no longer wait
/// for it, ends by itself and leaves nothing. Addresses written in digits are read at once.
/// Fault::unreachable with words.
[[nodiscard]] Result<std::vector<Bytes>> lookUp(const std::string& host, std::uint16_t port,
                                                std::chrono::milliseconds deadline);

}  // namespace xiangji
