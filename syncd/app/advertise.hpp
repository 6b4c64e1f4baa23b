#pragma once

#include <string>

#include "core/base/result.hpp"
#include "core/net/host_port.hpp"

namespace xiangji::syncd {

/// The address that invitations carry. `wanted` is what --advertise says, HOST:PORT (port 0: the
/// one listened on) or empty: then it is where we listen, and for "every address of this machine"
/// the first one that is not loopback. Fault::invalid with words when there is none.
[[nodiscard]] Result<HostPort> advertised(const std::string& wanted, const HostPort& listening);

}  // namespace xiangji::syncd
