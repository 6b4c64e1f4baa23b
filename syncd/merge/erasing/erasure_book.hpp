#pragma once

#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/records/value.hpp"

namespace xiangji::syncd {

/// A row that was erased by order.
struct Erasure {
    TypeNumber type = 0;
    Id row;
    Instant atMs = 0;
    std::string by;  ///< who gave the order
};

/// Erasures outside the database, so that an older database put back brings no value back: what
/// stands here is carried out again whenever a desk opens. Holds no values. Only ever grows. Any
/// thread.
class ErasureBook {
 public:
    virtual ~ErasureBook() = default;
    [[nodiscard]] virtual Result<std::vector<Erasure>> all() = 0;
    /// Durable when it returns without error. A row that is there already is not written again.
    [[nodiscard]] virtual Outcome add(const Erasure& erasure) = 0;
};

}  // namespace xiangji::syncd
