#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "core/base/result.hpp"
#include "syncd/app/files.hpp"

namespace xiangji::syncd {

/// A running daemon's ear for the other commands: DIR/control.sock, mode 0600, one line in, one
/// line out, one after the other. Has a thread of its own, so that a long merge delays only the one
/// who asks.
class ControlSocket {
 public:
    using Answer = std::function<std::string(const std::string& line)>;

    /// Listens when it returns. The folder's lock must be held: a socket that lies there already is
    /// a dead one's.
    [[nodiscard]] static Result<std::unique_ptr<ControlSocket>> open(
        const std::filesystem::path& folder, Answer answer);
    ~ControlSocket();  ///< finishes the line it is answering, then removes the socket

    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

 private:
    ControlSocket(std::filesystem::path socket, Descriptor ear, Descriptor stopRead,
                  Descriptor stopWrite, Answer answer);
    void listen();

    std::filesystem::path socket_;
    Descriptor ear_;
    Descriptor stopRead_;  ///< readable once the other end is closed
    Descriptor stopWrite_;
    Answer answer_;
    std::thread thread_;
};

/// How long a command waits for the daemon's answer, unless it asks for something long.
inline constexpr std::chrono::seconds kAskPatience{60};

/// Asks the daemon that runs in this folder. Nothing if none does. Faults: refused (the folder is
/// another user's), failed.
[[nodiscard]] Result<std::optional<std::string>> askControlSocket(
    const std::filesystem::path& folder, const std::string& line,
    std::chrono::seconds patience = kAskPatience);

}  // namespace xiangji::syncd
