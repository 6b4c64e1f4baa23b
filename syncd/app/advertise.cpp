#include "syncd/app/advertise.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <array>
#include <memory>

namespace xiangji::syncd {

namespace {

/// First IPv4 address of an interface that is up and not loopback; empty if there is none.
std::string outsideAddress() {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) {
        return {};
    }
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> freed(first, ::freeifaddrs);
    for (const auto* one = first; one != nullptr; one = one->ifa_next) {
        const bool fits = one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET &&
                          (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
        std::array<char, INET_ADDRSTRLEN> text{};
        if (fits &&
            ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr,
                        text.data(), text.size()) != nullptr) {
            return text.data();
        }
    }
    return {};
}

bool isEverywhere(const std::string& host) {
    return host == "0.0.0.0" || host == "::";
}

}  // namespace

Result<HostPort> advertised(const std::string& wanted, const HostPort& listening) {
    if (!wanted.empty()) {
        XIANGJI_LET(address, HostPort::parse(wanted));
        if (isEverywhere(address.host)) {
            return Error{Fault::invalid,
                         "--advertise " + wanted +
                             " is an address nobody can call; give the one that phones reach"};
        }
        if (address.port == 0) {
            address.port = listening.port;
        }
        return address;
    }
    if (!isEverywhere(listening.host)) {
        return listening;
    }
    auto outside = outsideAddress();
    if (outside.empty()) {
        return Error{Fault::invalid,
                     listening.text() +
                         " means every address of this machine, and it has none but loopback; say "
                         "with --advertise HOST:PORT what phones shall call"};
    }
    return HostPort{std::move(outside), listening.port};
}

}  // namespace xiangji::syncd
