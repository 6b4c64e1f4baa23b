#pragma once

#include <optional>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "syncd/office/ask.hpp"

namespace xiangji::syncd {

/// Whole civil days, both ends included as people say them ("from 1 to 30 June"); either end may be
/// open.
struct Span {
    std::string from;  ///< YYYY-MM-DD or empty
    std::string to;
    std::optional<Instant> fromMs;  ///< inclusive
    std::optional<Instant> toMs;    ///< exclusive: the day after `to`

    /// From the parameters `from` and `to`.
    [[nodiscard]] static Result<Span> asked(const Ask& ask);
};

/// Which part of a long list is wanted: parameters `skip` and `most`.
struct Page {
    std::size_t skip = 0;
    std::size_t most = 0;

    static constexpr std::size_t kUsual = 100;
    static constexpr std::size_t kMost = 500;
    [[nodiscard]] static Result<Page> asked(const Ask& ask);
};

}  // namespace xiangji::syncd
