#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/client/system_keys.hpp"

namespace xiangji {

/// The Secret Service (org.freedesktop.secrets: GNOME Keyring, KWallet, KeePassXC) on a session
/// bus, in its default collection. Every question has a deadline, whatever the bus or the service
/// do; no bus is ever launched. A build without libsecret has none (`XIANGJI_SECRET_SERVICE`).
/// One thread at a time.
class SecretServiceKeys final : public SystemKeys {
 public:
    using Ms = std::chrono::milliseconds;
    /// A question may stand before a person who is asked to agree; whether it is there may not.
    static constexpr Ms kPatience{10'000};
    static constexpr Ms kReadyPatience{2'000};

    /// Whether this build knows the Secret Service at all.
    [[nodiscard]] static bool isBuiltIn();
    /// Whether DBUS_SESSION_BUS_ADDRESS names one; only then is anything asked, or even loaded.
    [[nodiscard]] static bool hasSessionBus();

    explicit SecretServiceKeys(Ms patience = kPatience, Ms readyPatience = kReadyPatience);
    ~SecretServiceKeys() override;
    [[nodiscard]] Outcome ready() override;
    [[nodiscard]] std::unique_ptr<KeySeat> seat(const std::string& mark,
                                                const std::string& title) override;

 private:
    class Line;
    class Seat;
    std::unique_ptr<Line> line_;
};

}  // namespace xiangji
