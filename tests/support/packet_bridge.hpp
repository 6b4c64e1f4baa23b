#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace xiangji::test {

/// How packets fare on their way; the default is a good link.
struct PacketPlan {
    std::chrono::milliseconds oneWay{0};
    std::uint64_t bytesPerSecond = 0;  ///< each way; 0 = as fast as it goes
    double lost = 0;                   ///< share of packets that never arrive
    double twice = 0;                  ///< share that arrives two times
    unsigned seed = 1;
};

/// A township's office and a village, each a network namespace of its own, and the one bad link
/// between them: real IP packets, read from one side's TUN device and written to the other's, late,
/// lost or doubled; the kernel's own TCP on both ends. What `link_player` plays above TCP, this
/// plays below it. Needs root; thread-safe, it has a thread of its own.
class PacketBridge {
 public:
    PacketBridge();
    ~PacketBridge();
    PacketBridge(const PacketBridge&) = delete;
    PacketBridge& operator=(const PacketBridge&) = delete;

    /// False: this machine or this user cannot have namespaces and TUN devices.
    [[nodiscard]] bool possible() const { return possible_; }
    /// The words before a program that is to run there.
    [[nodiscard]] std::vector<std::string> inOffice() const;
    [[nodiscard]] std::vector<std::string> inVillage() const;
    [[nodiscard]] static const char* officeAddress();

    /// From now on, also for packets of connections that stand.
    void play(const PacketPlan& plan);
    /// Down: every packet is lost, those under way too.
    void cut();
    void mend();

    struct Counts {
        std::uint64_t passed = 0;
        std::uint64_t lost = 0;
        std::uint64_t bytes = 0;  ///< of IP packets that passed
    };
    [[nodiscard]] Counts counts() const;

 private:
    struct Machine;
    [[nodiscard]] bool open();

    std::string office_;  ///< namespaces' names
    std::string village_;
    std::unique_ptr<Machine> machine_;
    bool possible_ = false;
};

}  // namespace xiangji::test
