#pragma once

#include <string>

#include "core/base/result.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// A refusal as a whole reply.
[[nodiscard]] wire::Reply refusing(wire::Refusal::Code code, std::string words);

/// Nothing was taken; the phone keeps what it has and comes again in a moment.
[[nodiscard]] wire::Reply tooMany();
/// The same, because of a failure of the centre's own.
[[nodiscard]] wire::Reply failing(const Error& error);
/// The phone's app is older than what pulls still serve; what it pushes is taken all the same.
[[nodiscard]] wire::Reply tooOld(std::uint32_t level, std::uint32_t known);
[[nodiscard]] wire::Reply notProven();

}  // namespace xiangji::syncd
