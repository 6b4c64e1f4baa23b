#pragma once

#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// A centre that lost its signing key and got another one (`syncd key replace`): keys that signed
/// before are out of service, the present one is known, and the records of the centre's lives are
/// signed by it. Nothing to do where that is so already, also after a restore of an older backup.
[[nodiscard]] Outcome takeUpKey(const Desk::Seats& seats, const CentralIdentity& identity);

/// The centre's own hand, under this key or one before it: no phone.
[[nodiscard]] bool isCentresOwn(const DeviceRow& device);

}  // namespace xiangji::syncd
