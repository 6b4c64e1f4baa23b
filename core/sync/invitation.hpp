#pragma once

#include <string>
#include <string_view>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/sync/link.hpp"

namespace xiangji {

/// One line that survives a chat group: "XJ1-" and Crockford base32 of a wire::Invitation and a
/// checksum. No lower and upper case, no characters a chat program formats, and short in a QR
/// code's alphanumeric mode.
struct Invitation {
    Address address;
    Bytes secret;  ///< 16 bytes
    std::string unitName;
    std::string personName;  ///< empty: the holder says it
    std::uint32_t role = 0;
    Instant untilMs = 0;
    Id server{};  ///< which centre it is; none: written before invitations said so

    [[nodiscard]] std::string text() const;
    /// Finds the invitation inside pasted text; spaces and line breaks inside it do not matter.
    [[nodiscard]] static Result<Invitation> find(std::string_view pasted);
};

}  // namespace xiangji
