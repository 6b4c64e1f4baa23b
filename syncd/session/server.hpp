#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "core/net/host_port.hpp"
#include "core/net/tls_identity.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/session/addresses.hpp"
#include "syncd/session/shares.hpp"

namespace xiangji::syncd {

/// Where the phones' door is and what it bears. The defaults are the product's; tests shorten them.
struct ServerSettings {
    HostPort listen;                       ///< port 0: any free one
    std::size_t mostConnections = 16'384;  ///< beyond: closed without a word
    std::size_t mostVisiting = 1'024;      ///< conversations under way; newcomers wait for an end
    std::size_t mostAtWork = 256;          ///< conversations worked on at once; the others wait
    std::size_t mostBytes =
        256 * 1024 * 1024;           ///< requests and answers held at once; beyond: CODE_COME_BACK
    std::size_t mostOfOnePhone = 4;  ///< conversations at once; beyond: its oldest is cut
    Addresses::Limits address;       ///< `mostUnproven`: three quarters of all at most
    Shares::Limits share;            ///< of one phone
    unsigned threads = 0;            ///< 0: one a core, 8 at most
    std::chrono::milliseconds handshake{
        10'000};  ///< also for a connection that has not proven its key yet
    std::chrono::milliseconds idle{120'000};  ///< between a proven phone's requests
    std::chrono::milliseconds visit{1'000};   ///< of silence, after which a newcomer may come in
    std::chrono::milliseconds slice{30'000};  ///< for each 16 KiB of a frame, in or out
    std::chrono::milliseconds desk{25'000};   ///< for the desk's answer; a phone waits 30 s
    std::chrono::milliseconds stop{5'000};    ///< for requests in flight when the server stops
};

/// What the door has to do and whom it kept out, since it opened.
struct DoorView {
    std::size_t connections = 0;        ///< now
    std::uint64_t closedByAddress = 0;  ///< an address was over its limit
    std::uint64_t sentAwayByShare = 0;  ///< a phone was over its share
    std::uint64_t cutByNewer = 0;       ///< a phone had too many conversations
};

/// The phones' door: TLS 1.3 connections, one conversation each on its own strand, requests to the
/// desk and replies back. Owns its threads. Malformed frames get a Refusal and the connection's
/// end; nothing that arrives can stop the server.
class Server {
 public:
    /// Binds and listens, answers nobody yet. Faults: busy (port in use), invalid (no such
    /// address), failed. The desk must live until stop() has returned; it may call back later than
    /// that.
    [[nodiscard]] static Result<std::unique_ptr<Server>> open(const ServerSettings& settings,
                                                              const TlsIdentity& identity,
                                                              Desk& desk);
    ~Server();  ///< stops

    /// Begins to answer.
    void start();
    /// Shows this identity to whoever connects from now on; conversations go on.
    void show(const TlsIdentity& identity);
    /// Takes no new connections, lets requests in flight have their answer, closes the rest.
    /// Returns when all is closed.
    void stop();

    [[nodiscard]] HostPort address() const;  ///< as bound
    [[nodiscard]] std::size_t connections() const;
    [[nodiscard]] DoorView view() const;

 private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace xiangji::syncd
