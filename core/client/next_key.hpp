#pragma once

#include <string_view>

#include "core/base/random.hpp"
#include "core/base/signing_key.hpp"
#include "core/client/key_seat.hpp"
#include "core/store/phone_database.hpp"

namespace xiangji {

/// The key under which a home is about to go on, until its database does.
inline constexpr std::string_view kNextKey = "next.key";

/// Made once and kept before anybody is asked: whoever tries again tries with the same one, so that
/// an invitation for one is not used up by a cut link.
[[nodiscard]] Result<SigningKey> nextKey(KeySeat& keys, Random& random);

/// The database decides: where it is the next key's already, that becomes the device's. Whatever
/// was cut between the two is finished here, at the next opening.
[[nodiscard]] Outcome settleKey(KeySeat& keys, PhoneDatabase& database);

}  // namespace xiangji
