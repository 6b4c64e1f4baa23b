#include "core/sync/invitation.hpp"

#include <algorithm>

#include "core/base/bytes.hpp"
#include "core/base/hash.hpp"
#include "core/sync/envelope.hpp"
#include "wire/session.pb.h"

namespace xiangji {

namespace {

constexpr std::string_view kMark = "XJ1-";
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kSecretBytes = 16;
constexpr std::size_t kPinBytes = 32;

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool isSymbol(char c) {
    return (c >= '0' && c <= '9') || (upper(c) >= 'A' && upper(c) <= 'Z');
}

/// White space, also inside the text: chats wrap long lines.
bool isGap(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Result<Invitation> read(std::string_view packed) {
    const Error broken{
        Fault::invalid,
        "the invitation is incomplete or has a mistake in it; copy the whole line again"};
    if (packed.size() <= kChecksumBytes) {
        return broken;
    }
    const auto body = packed.substr(0, packed.size() - kChecksumBytes);
    if (hashOf(body).substr(0, kChecksumBytes) != packed.substr(body.size())) {
        return broken;
    }
    wire::Invitation wire;
    if (!parseOutside(wire, body) || wire.host().empty() || wire.port() == 0 ||
        wire.port() > 65535 || wire.pin().size() != kPinBytes ||
        (!wire.backup_pin().empty() && wire.backup_pin().size() != kPinBytes) ||
        wire.secret().size() != kSecretBytes) {
        return broken;
    }
    return Invitation{.address = {wire.host(), static_cast<std::uint16_t>(wire.port()), wire.pin(),
                                  wire.backup_pin()},
                      .secret = wire.secret(),
                      .unitName = wire.unit_name(),
                      .personName = wire.person_name(),
                      .role = wire.role(),
                      .untilMs = wire.until_ms(),
                      .server = Id::fromBytes(wire.server()).value_or(Id{})};
}

}  // namespace

std::string Invitation::text() const {
    wire::Invitation wire;
    wire.set_host(address.host);
    wire.set_port(address.port);
    wire.set_pin(address.pin);
    wire.set_secret(secret);
    wire.set_unit_name(unitName);
    wire.set_person_name(personName);
    wire.set_role(role);
    wire.set_until_ms(untilMs);
    wire.set_backup_pin(address.backupPin);
    if (!server.isNone()) {
        wire.set_server(server.bytes());
    }
    const std::string body = wire.SerializeAsString();
    return std::string(kMark) + toBase32(body + hashOf(body).substr(0, kChecksumBytes));
}

Result<Invitation> Invitation::find(std::string_view pasted) {
    std::optional<Error> nearest;
    for (std::size_t at = 0; at + kMark.size() <= pasted.size(); ++at) {
        const auto mark = pasted.substr(at, kMark.size());
        if (!std::equal(mark.begin(), mark.end(), kMark.begin(),
                        [](char a, char b) { return upper(a) == b; })) {
            continue;
        }
        // The text's end is not marked: words of the chat may follow after a space. The longest run
        // that checks out wins.
        std::string symbols;
        std::vector<std::size_t> ends;
        for (std::size_t i = at + kMark.size(); i < pasted.size(); ++i) {
            if (isSymbol(pasted[i])) {
                symbols.push_back(pasted[i]);
            } else if (isGap(pasted[i])) {
                ends.push_back(symbols.size());
            } else {
                break;
            }
        }
        ends.push_back(symbols.size());
        for (auto end = ends.rbegin(); end != ends.rend(); ++end) {
            const auto packed = fromBase32(std::string_view(symbols).substr(0, *end));
            auto invitation = packed ? read(*packed) : read({});
            if (invitation) {
                return invitation;
            }
            nearest = invitation.error();
        }
    }
    return nearest.value_or(Error{Fault::invalid,
                                  "there is no invitation in this text; it begins with XJ1- and "
                                  "comes from the township's office"});
}

}  // namespace xiangji
