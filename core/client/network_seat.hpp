#pragma once

namespace xiangji {

/// What a phone's system says of the network it is on.
enum class NetworkKind {
    free,     ///< Wi-Fi, a cable: bytes cost nothing
    metered,  ///< mobile data: bytes cost money
};

/// Asked at each sync, from its thread. A system that cannot tell is free.
class NetworkSeat {
 public:
    virtual ~NetworkSeat() = default;
    [[nodiscard]] virtual NetworkKind now() const = 0;
};

}  // namespace xiangji
