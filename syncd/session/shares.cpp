#include "syncd/session/shares.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace xiangji::syncd {

namespace {

using Minutes = std::chrono::duration<double, std::ratio<60>>;
constexpr double kMinutesADay = 24 * 60;

}  // namespace

void Shares::refill(Stock& stock, Time now) const {
    const double minutes = std::max(0.0, Minutes(now - stock.at).count());
    stock.at = std::max(stock.at, now);
    stock.bytes = std::min(limits_.stockBytes, stock.bytes + minutes * limits_.bytesAMinute);
    stock.envelopes =
        std::min(limits_.stockEnvelopes, stock.envelopes + minutes * limits_.envelopesAMinute);
    stock.kept = std::min(limits_.keptBytesADay,
                          stock.kept + minutes / kMinutesADay * limits_.keptBytesADay);
}

Shares::Stock& Shares::stockOf(const Id& device, Time now) {
    if (stocks_.size() >= kMostDevices && !stocks_.contains(device)) {
        // Whose stock is whole again is as one we never saw.
        std::erase_if(stocks_, [&](const auto& entry) {
            Stock stock = entry.second;
            refill(stock, now);
            return stock.bytes >= limits_.stockBytes && stock.envelopes >= limits_.stockEnvelopes &&
                   stock.kept >= limits_.keptBytesADay;
        });
        if (stocks_.size() >= kMostDevices) {
            stocks_.erase(stocks_.begin());
        }
    }
    auto& stock = stocks_
                      .try_emplace(device, Stock{.bytes = limits_.stockBytes,
                                                 .envelopes = limits_.stockEnvelopes,
                                                 .kept = limits_.keptBytesADay,
                                                 .at = now})
                      .first->second;
    refill(stock, now);
    return stock;
}

std::chrono::seconds Shares::wait(const Id& device, Time now) {
    const std::lock_guard lock(guard_);
    auto& stock = stockOf(device, now);
    if (stock.bytes > 0 && stock.envelopes > 0 && stock.kept > 0) {
        stock.told = false;
        return std::chrono::seconds(0);
    }
    ++sentAway_;
    if (!std::exchange(stock.told, true)) {
        spdlog::warn(
            "phone {} asks more than its share ({:.0f} MiB and {:.0f} envelopes a minute, {:.0f} "
            "MiB a day to keep); it is told to come back",
            device.text(), limits_.bytesAMinute / 1024 / 1024, limits_.envelopesAMinute,
            limits_.keptBytesADay / 1024 / 1024);
    }
    const double minutes =
        std::max({-stock.bytes / limits_.bytesAMinute, -stock.envelopes / limits_.envelopesAMinute,
                  -stock.kept / limits_.keptBytesADay * kMinutesADay});
    // A whole second more, so that it finds something when it comes.
    constexpr double kRounding = 1e-6;
    return std::chrono::seconds(1 + static_cast<std::int64_t>(std::ceil(minutes * 60 - kRounding)));
}

void Shares::charge(const Id& device, double bytes, double envelopes, Time now) {
    const std::lock_guard lock(guard_);
    auto& stock = stockOf(device, now);
    stock.bytes -= std::max(bytes, kLeastBytes);
    stock.envelopes -= envelopes;
}

void Shares::chargeKept(const Id& device, double bytes, Time now) {
    const std::lock_guard lock(guard_);
    stockOf(device, now).kept -= bytes;
}

std::uint64_t Shares::sentAway() const {
    const std::lock_guard lock(guard_);
    return sentAway_;
}

}  // namespace xiangji::syncd
