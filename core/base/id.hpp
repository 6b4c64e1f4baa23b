#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/clock.hpp"
#include "core/base/random.hpp"

namespace xiangji {

/// 128 bits that name a row, a device, a server or an epoch. Shown as lower-case UUID text.
class Id {
 public:
    static constexpr std::size_t kSizeBytes = 16;

    Id() = default;  ///< all zero: "none"

    /// From exactly 16 bytes.
    [[nodiscard]] static std::optional<Id> fromBytes(std::string_view bytes);
    /// From UUID text, upper or lower case.
    [[nodiscard]] static std::optional<Id> parse(std::string_view text);
    /// UUIDv7 (RFC 9562): time-ordered, so new rows land beside each other on disk.
    [[nodiscard]] static Id uuid7(Instant nowMs, Random& random);
    /// The first 16 bytes of BLAKE2b: natural-key rows and devices are named by what they are.
    [[nodiscard]] static Id ofHash(std::string_view bytes);

    [[nodiscard]] Bytes bytes() const;
    /// The same, where they lie.
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(octets_.data()), octets_.size()};
    }
    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool isNone() const;

    auto operator<=>(const Id&) const = default;

 private:
    friend struct std::hash<Id>;
    std::array<unsigned char, kSizeBytes> octets_{};
};

}  // namespace xiangji

template <>
struct std::hash<xiangji::Id> {
    std::size_t operator()(const xiangji::Id& id) const noexcept;
};
