#include "syncd/session/addresses.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <utility>

namespace xiangji::syncd {

bool Addresses::enter(const std::string& address, Time now) {
    const std::lock_guard lock(guard_);
    if (!counted_.contains(address)) {
        forgetOld(now);
    }
    auto& counted = counted_[address];
    if (counted.since + kWindow <= now) {
        counted.since = now;
        counted.failed = 0;
        counted.told = false;
    }
    if (counted.unproven < limits_.mostUnproven && counted.failed < limits_.mostFailed) {
        ++counted.unproven;
        return true;
    }
    ++closed_;
    if (!std::exchange(counted.told, true)) {
        spdlog::warn(
            "{}: {} connections stand here without having proven a phone, {} failed within a "
            "minute; more from there are closed at once for a while",
            address, counted.unproven, counted.failed);
    }
    return false;
}

void Addresses::leave(const std::string& address, bool failed, Time now) {
    const std::lock_guard lock(guard_);
    const auto found = counted_.find(address);
    if (found == counted_.end()) {
        return;
    }
    auto& counted = found->second;
    counted.unproven -= std::min<std::size_t>(counted.unproven, 1);
    if (failed && counted.since + kWindow > now) {
        ++counted.failed;
    } else if (counted.unproven == 0 && counted.since + kWindow <= now) {
        counted_.erase(found);
    }
}

std::uint64_t Addresses::closed() const {
    const std::lock_guard lock(guard_);
    return closed_;
}

/// Those with connections open are kept: there are no more of them than connections.
void Addresses::forgetOld(Time now) {
    if (counted_.size() < kMostAddresses) {
        return;
    }
    std::erase_if(counted_, [&](const auto& entry) {
        return entry.second.unproven == 0 && entry.second.since + kWindow <= now;
    });
    if (counted_.size() >= kMostAddresses) {
        // Somebody has thousands of addresses: what they wasted is forgotten before more memory is.
        std::erase_if(counted_, [](const auto& entry) { return entry.second.unproven == 0; });
    }
}

void Newcomer::leave(bool failed) {
    if (!std::exchange(left_, true)) {
        addresses_->leave(address_, failed, std::chrono::steady_clock::now());
    }
}

std::string addressText(const boost::asio::ip::address& address) {
    namespace ip = boost::asio::ip;
    if (!address.is_v6()) {
        return address.to_string();
    }
    const auto v6 = address.to_v6();
    if (v6.is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, v6).to_string();
    }
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), 0);
    return ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace xiangji::syncd
