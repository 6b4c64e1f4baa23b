#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.hpp"

namespace xiangji::test {

/// A session bus of its own, and on it the real GNOME Keyring with a keyring of its own, open.
/// All of it lies below a folder and goes with the object. Throws where a part does not come up.
class SecretBus {
 public:
    explicit SecretBus(const std::filesystem::path& folder);
    /// Both programs are on this machine.
    [[nodiscard]] static bool isHere();

    [[nodiscard]] const std::string& address() const { return address_; }
    /// For programs that shall see this bus.
    [[nodiscard]] std::vector<std::string> environment() const {
        return {"DBUS_SESSION_BUS_ADDRESS=" + address_};
    }
    /// Locks the keyring; `start` opens it again.
    void lock();
    /// The keyring's program, newly started over what it had kept.
    void start();
    void kill();  ///< kill -9
    [[nodiscard]] const Process& keyring() const { return *keyring_; }

 private:
    std::filesystem::path folder_;
    Process bus_;
    std::string address_;
    std::unique_ptr<Process> keyring_;
};

}  // namespace xiangji::test
