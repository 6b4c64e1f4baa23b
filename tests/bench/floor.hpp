#pragma once

#include <cstddef>
#include <cstdint>

namespace xiangji::bench {

/// Seconds of CPU that one of so many phones, with one envelope of 20 changes, costs whoever does
/// nothing but what must be done: the server's side of a TLS 1.3 handshake, a signature checked,
/// one made, the changes applied (all phones' to one database, 100 envelopes a transaction).
/// Measured anew at each call, some seconds for 10,000.
[[nodiscard]] double floorSecondsAPhone(std::uint64_t seed, std::size_t phones);

}  // namespace xiangji::bench
