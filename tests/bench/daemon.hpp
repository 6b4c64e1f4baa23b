#pragma once

#include <memory>
#include <string>

#include "core/base/signing_key.hpp"
#include "syncd/central/central.hpp"
#include "tests/support/process.hpp"
#include "tests/support/township.hpp"

namespace xiangji::bench {

/// A real `syncd serve` over a township with `phones` phones from a seed, in a process of its own,
/// and those phones in another one. Throws with words.
class Daemon {
 public:
    Daemon(std::uint64_t seed, std::size_t phones, std::size_t envelopesEach);
    ~Daemon();
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    /// How a visit of all phones went, and what it cost the daemon.
    struct Visit {
        std::size_t receipts = 0;
        double drainSeconds = 0;
        double p50Seconds = 0;  ///< from acceptance to the last receipt
        double p99Seconds = 0;
        double cpuSeconds = 0;  ///< of the daemon
    };
    /// All come at once, push what they have signed, and leave.
    Visit push();
    /// All come, greet, and stay.
    void stay();

    [[nodiscard]] double memoryMb() const;  ///< the daemon's, resident
    [[nodiscard]] double cpuSeconds() const;

 private:
    [[nodiscard]] std::string host();

    test::ScratchFolder folder_;
    std::unique_ptr<test::Process> syncd_;
    std::unique_ptr<test::Process> phones_;
    int visits_ = 0;
};

}  // namespace xiangji::bench
