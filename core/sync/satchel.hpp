#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "wire/bundle.pb.h"

namespace xiangji {

inline constexpr std::size_t kMostCarriedBytes = 64 * 1024 * 1024;  ///< DESIGN §5: of others'

struct CarriedParcel {
    std::uint64_t number = 0;  ///< in the order they came
    wire::Parcel parcel;
};

/// What a phone carries for others: posts on their way to the centre, receipts on their way home.
/// Each call is one transaction, durable when it returns without error.
class Satchel {
 public:
    virtual ~Satchel() = default;
    /// True if it is here now; the same parcel lies here once. False: no room, the newest is the
    /// one that stays out.
    [[nodiscard]] virtual Result<bool> keep(const wire::Parcel& parcel, Instant nowMs) = 0;
    /// The first after `number`, of one kind or of any (KIND_UNSPECIFIED).
    [[nodiscard]] virtual Result<std::optional<CarriedParcel>> next(std::uint64_t number,
                                                                    wire::Parcel::Kind kind) = 0;
    /// The centre has it; its answers take its place.
    [[nodiscard]] virtual Outcome delivered(std::uint64_t number,
                                            const std::vector<wire::Parcel>& answers,
                                            Instant nowMs) = 0;
};

}  // namespace xiangji
