#pragma once

#include <string_view>

#include "core/base/random.hpp"
#include "core/base/signing_key.hpp"
#include "core/client/key_seat.hpp"
#include "core/store/phone_database.hpp"

namespace xiangji {

inline constexpr std::string_view kDeviceKey = "device.key";
/// Id and public key of the centre: no secret, but what a damaged database may not tell any more.
inline constexpr std::string_view kCentreKey = "centre.key";

/// The device's key is made at the first opening and is its name from then on. A home that has
/// joined never gets another one. Faults: notFound (it is gone), and what the seat says.
[[nodiscard]] Result<SigningKey> deviceKey(KeySeat& keys, Random& random, PhoneDatabase& database);

/// Keeps the centre beside the keys, once a phone has joined.
[[nodiscard]] Outcome keepCentre(KeySeat& keys, PhoneDatabase& database);

}  // namespace xiangji
