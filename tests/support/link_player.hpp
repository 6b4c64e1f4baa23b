#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace xiangji::test {

/// How a link behaves; the default is a good one.
struct LinkPlan {
    std::chrono::milliseconds oneWay{0};  ///< every packet takes this long
    std::uint64_t bytesPerSecond = 0;     ///< each way; 0 = as fast as it goes
    double lost = 0;                      ///< share of packets that come a retransmission later
    std::chrono::milliseconds retransmission{1000};
    std::uint64_t cutAfterBytes = 0;  ///< of one connection, both ways together; 0 = never
    unsigned seed = 1;                ///< of the losses
};

/// A bad link between a program and `target`, played on this machine: TCP as both ends see it when
/// packets are slow, lost and cut off. One packet is under way at a time in each direction, which
/// is harder than a real link is. Thread-safe; it has a thread of its own.
class LinkPlayer {
 public:
    /// Throws where no port can be had. `target` is HOST:PORT, HOST an address.
    explicit LinkPlayer(const std::string& target);
    ~LinkPlayer();
    LinkPlayer(const LinkPlayer&) = delete;
    LinkPlayer& operator=(const LinkPlayer&) = delete;

    [[nodiscard]] const std::string& address() const { return address_; }  ///< 127.0.0.1:PORT
    /// For connections made from now on.
    void play(const LinkPlan& plan);
    void cutAll();  ///< connections as they are

    [[nodiscard]] std::uint64_t bytes() const;  ///< passed on, both ways, of all connections
    [[nodiscard]] int cuts() const;             ///< connections it ended by itself

 private:
    struct Machine;
    std::unique_ptr<Machine> machine_;
    std::string address_;
};

}  // namespace xiangji::test
