#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// Where a phone keeps its secrets: the system's key store on a phone, a 0600 file on Linux.
class KeySeat {
 public:
    virtual ~KeySeat() = default;
    /// Nothing if there is no such secret yet.
    [[nodiscard]] virtual Result<std::optional<Bytes>> load(const std::string& name) = 0;
    /// Durable when it returns.
    [[nodiscard]] virtual Outcome save(const std::string& name, const Bytes& secret) = 0;
    /// Gone for good when it returns; nothing happens where there is none.
    [[nodiscard]] virtual Outcome drop(const std::string& name) = 0;
};

}  // namespace xiangji
