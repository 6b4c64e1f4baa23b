#include "core/net/host_port.hpp"

#include <charconv>

namespace xiangji {

std::string HostPort::text() const {
    const bool bracketed = host.find(':') != std::string::npos;
    return (bracketed ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<HostPort> HostPort::parse(std::string_view text) {
    const Error wrong{Fault::invalid, "\"" + std::string(text) +
                                          "\" is not HOST:PORT; write it like 127.0.0.1:7443"};
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) {
        return wrong;
    }
    auto host = text.substr(0, colon);
    const auto digits = text.substr(colon + 1);
    if (host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return wrong;
    }
    HostPort read{.host = std::string(host)};
    const auto [end, fault] =
        std::from_chars(digits.data(), digits.data() + digits.size(), read.port);
    if (host.empty() || fault != std::errc() || end != digits.data() + digits.size()) {
        return wrong;
    }
    return read;
}

}  // namespace xiangji
