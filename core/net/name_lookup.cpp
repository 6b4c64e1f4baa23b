#include "core/net/name_lookup.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace xiangji {

namespace {

struct Found {
    int fault = 0;  ///< getaddrinfo's
    std::vector<Bytes> addresses;
};

/// What the waiting side and the looking side share; the last of the two frees it.
struct Lookup {
    std::mutex guard;
    std::condition_variable ended;
    std::optional<Found> found;
};

Found ask(const std::string& host, const std::string& port, int flags) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* first = nullptr;
    Found found;
    found.fault = getaddrinfo(host.c_str(), port.c_str(), &wanted, &first);
    if (found.fault == 0) {
        const std::unique_ptr<addrinfo, void (*)(addrinfo*)> freed(first, freeaddrinfo);
        for (const auto* one = first; one != nullptr; one = one->ai_next) {
            found.addresses.emplace_back(reinterpret_cast<const char*>(one->ai_addr),
                                         one->ai_addrlen);
        }
    }
    return found;
}

Error unknown(const std::string& host) {
    return {Fault::unreachable,
            "the centre's name \"" + host +
                "\" could not be looked up: there is no network, or the name is wrong; nothing was "
                "sent and nothing is lost, try again later"};
}

}  // namespace

Result<std::vector<Bytes>> lookUp(const std::string& host, std::uint16_t port,
                                  std::chrono::milliseconds deadline) {
    const auto service = std::to_string(port);
    if (auto digits = ask(host, service, AI_NUMERICHOST); digits.fault == 0) {
        return digits.addresses;
    }
    const auto lookup = std::make_shared<Lookup>();
    std::thread([lookup, host, service] {
        auto found = ask(host, service, 0);
        const std::lock_guard lock(lookup->guard);
        lookup->found = std::move(found);
        lookup->ended.notify_one();
    }).detach();
    std::unique_lock lock(lookup->guard);
    lookup->ended.wait_for(lock, deadline, [&] { return lookup->found.has_value(); });
    if (!lookup->found || lookup->found->fault != 0 || lookup->found->addresses.empty()) {
        return unknown(host);
    }
    return std::move(lookup->found->addresses);
}

}  // namespace xiangji
