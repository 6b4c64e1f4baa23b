#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace boost::asio::ip {
class address;
}

namespace xiangji::syncd {

/// What one address may hold of the door with connections that have proven no phone: so many at
/// once, and so many that fail a minute. Phones that prove themselves count no more, so a school
/// behind one address comes in whole, and is not kept out for long by one among it who only knocks.
/// Safe from any thread.
class Addresses {
 public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::minutes kWindow{1};
    static constexpr std::size_t kMostAddresses = 16'384;

    struct Limits {
        std::size_t mostUnproven = 12'288;  ///< at once
        std::size_t mostFailed = 10'000;    ///< in a minute; a failed handshake costs 0.3 ms
    };

    explicit Addresses(Limits limits) : limits_(limits) {}

    /// False: over its limit, to be closed at once. Else `leave` follows, once. The first one over
    /// it in a minute is a line in the log.
    [[nodiscard]] bool enter(const std::string& address, Time now);
    /// It has proven a phone, or ended; `failed`: it ended without, by its own fault.
    void leave(const std::string& address, bool failed, Time now);
    /// Connections closed at once since the beginning.
    [[nodiscard]] std::uint64_t closed() const;

 private:
    struct Counted {
        std::size_t unproven = 0;
        std::size_t failed = 0;
        Time since;         ///< of `failed`
        bool told = false;  ///< in this window
    };
    void forgetOld(Time now);

    const Limits limits_;
    mutable std::mutex guard_;
    std::unordered_map<std::string, Counted> counted_;
    std::uint64_t closed_ = 0;
};

/// One connection that has been let in by `enter` and has proven nothing yet.
class Newcomer {
 public:
    Newcomer(std::shared_ptr<Addresses> addresses, std::string address)
        : addresses_(std::move(addresses)), address_(std::move(address)) {}
    ~Newcomer() { leave(!excused_); }
    Newcomer(const Newcomer&) = delete;
    Newcomer& operator=(const Newcomer&) = delete;

    void proven() { leave(false); }
    /// The centre itself had no time for it.
    void excuse() { excused_ = true; }
    [[nodiscard]] const std::string& address() const { return address_; }

 private:
    void leave(bool failed);

    std::shared_ptr<Addresses> addresses_;
    std::string address_;
    bool excused_ = false;
    bool left_ = false;
};

/// What counts as one address: an IPv4 address, or the /64 that a household or provider hands out
/// whole.
[[nodiscard]] std::string addressText(const boost::asio::ip::address& address);

}  // namespace xiangji::syncd
