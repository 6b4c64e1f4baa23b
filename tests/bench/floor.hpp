#pragma once

namespace xiangji::bench {

/// Seconds of CPU that one phone with one envelope of 20 changes costs whoever does nothing but
/// what must be done: the server's side of a TLS 1.3 handshake, a signature checked, one made, the
/// changes applied. Measured anew at each call, about a second.
[[nodiscard]] double floorSecondsAPhone();

}  // namespace xiangji::bench
