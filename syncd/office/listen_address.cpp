#include "syncd/office/listen_address.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace xiangji::syncd {

namespace {

struct Parts {
    std::string host;  ///< without brackets, lower case
    std::string port;
    bool bracketed = false;
    bool hasPort = false;
};

std::optional<Parts> split(std::string_view text) {
    Parts parts;
    std::string_view host = text;
    std::string_view rest;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        parts.bracketed = true;
        host = text.substr(1, end - 1);
        rest = text.substr(end + 1);
    } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        rest = text.substr(colon);
    }
    if (!rest.empty() && !rest.starts_with(':')) {
        return std::nullopt;
    }
    parts.hasPort = !rest.empty();
    parts.port = parts.hasPort ? std::string(rest.substr(1)) : std::string();
    parts.host = host;
    std::ranges::transform(parts.host, parts.host.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return parts;
}

std::optional<std::uint16_t> portIn(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return port;
}

/// The loopback address a host stands for; nothing for every other host.
std::optional<boost::asio::ip::address> loopbackNamed(const Parts& parts) {
    if (!parts.bracketed && parts.host == "localhost") {
        return boost::asio::ip::address_v4::loopback();
    }
    boost::system::error_code wrong;
    auto address = boost::asio::ip::make_address(parts.host, wrong);
    if (wrong || !address.is_loopback() || address.is_v6() != parts.bracketed) {
        return std::nullopt;
    }
    return address;
}

}  // namespace

std::string ListenAddress::text() const {
    const std::string plain = host.to_string();
    return (host.is_v6() ? "[" + plain + "]" : plain) + ":" + std::to_string(port);
}

Result<ListenAddress> ListenAddress::parse(std::string_view text) {
    const auto parts = split(text);
    const auto port = parts && parts->hasPort ? portIn(parts->port) : std::nullopt;
    if (!port || parts->host.empty()) {
        return Error{Fault::invalid,
                     "office address \"" + std::string(text) +
                         "\": write HOST:PORT, for example 127.0.0.1:8080 (port 0 = any free one)"};
    }
    const auto host = loopbackNamed(*parts);
    if (!host) {
        return Error{Fault::refused, "office address \"" + std::string(text) +
                                         "\": the office page has no sign-in yet and is served on "
                                         "this machine only; use 127.0.0.1:" +
                                         parts->port +
                                         ", and an SSH tunnel to read it from elsewhere"};
    }
    return ListenAddress{*host, *port};
}

bool isLoopbackHost(std::string_view host) {
    const auto parts = split(host);
    return parts && (!parts->hasPort || portIn(parts->port)) && loopbackNamed(*parts).has_value();
}

}  // namespace xiangji::syncd
