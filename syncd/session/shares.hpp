#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "core/base/id.hpp"

namespace xiangji::syncd {

/// What one phone may ask of the centre a minute, in bytes of requests and answers and in
/// envelopes. Who was away for long has a stock to begin with; who is over it is told when to come
/// back and has lost nothing. Safe from any thread.
class Shares {
 public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t kMostDevices = 65'536;
    /// What a request costs at least: small ones cost time too.
    static constexpr double kLeastBytes = 4'096;

    struct Limits {
        double stockBytes = 256.0 * 1024 * 1024;  ///< a first sync of a large scope, whole
        double bytesAMinute = 128.0 * 1024 * 1024;
        double stockEnvelopes = 20'000;  ///< a year of a busy phone
        double envelopesAMinute = 6'000;
        /// What the centre is to keep: rows, bundles, whatever is put aside. Files have their own.
        double keptBytesADay = 256.0 * 1024 * 1024;
    };

    explicit Shares(Limits limits) : limits_(limits) {}

    /// How long this phone has to wait before it is answered again; 0 = not at all. A phone that
    /// goes over its share is one line in the log, until it is within it again.
    [[nodiscard]] std::chrono::seconds wait(const Id& device, Time now);
    /// What a request cost; it was answered, however much it was.
    void charge(const Id& device, double bytes, double envelopes, Time now);
    /// Of what it sent, what the centre keeps, taken or not: nobody fills its disk.
    void chargeKept(const Id& device, double bytes, Time now);
    /// Requests answered with a time to come back, since the beginning.
    [[nodiscard]] std::uint64_t sentAway() const;

 private:
    struct Stock {
        double bytes = 0;
        double envelopes = 0;
        double kept = 0;
        Time at;
        bool told = false;
    };
    void refill(Stock& stock, Time now) const;
    [[nodiscard]] Stock& stockOf(const Id& device, Time now);

    const Limits limits_;
    mutable std::mutex guard_;
    std::unordered_map<Id, Stock> stocks_;
    std::uint64_t sentAway_ = 0;
};

}  // namespace xiangji::syncd
