#pragma once

#include "syncd/merge/authority.hpp"
#include "syncd/merge/desk/contacts.hpp"
#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// A device as the township sees it.
[[nodiscard]] DeviceView viewOf(const DeviceRow& device, const std::string& personName,
                                const Authority& authority);

/// Everything `syncd status` tells. The server's own device is not among the devices.
[[nodiscard]] Result<DeskStatus> statusOf(Central& central, const Catalogue& catalogue,
                                          const CentralIdentity& identity, const Id& ownDevice,
                                          const Authority& authority, const Contacts& contacts);

}  // namespace xiangji::syncd
