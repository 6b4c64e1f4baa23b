#pragma once

#include <memory>
#include <string>

#include "core/client/key_seat.hpp"

namespace xiangji {

/// The key store of the system a home lives on, as `HomeKeys` uses it; `SecretServiceKeys` fills
/// it.
class SystemKeys {
 public:
    virtual ~SystemKeys() = default;
    /// Whether it runs, answers soon and is open; starts nothing and asks nobody. What it lacks is
    /// said in words. Faults: unsupported (this system or build has none), unreachable, refused
    /// (locked).
    [[nodiscard]] virtual Outcome ready() = 0;
    /// The secrets of one home, told apart by a mark that the home keeps; `title` is what a person
    /// reads who looks into the store. The store outlives the seat. Its faults say in words that
    /// nothing was changed: unreachable (not there, no answer in time), refused (locked); no secret
    /// is said to be missing unless the store was open and does not hold it.
    [[nodiscard]] virtual std::unique_ptr<KeySeat> seat(const std::string& mark,
                                                        const std::string& title) = 0;
};

}  // namespace xiangji
