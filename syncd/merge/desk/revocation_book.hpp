#pragma once

#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"

namespace xiangji::syncd {

/// A phone that was taken out of service.
struct Revocation {
    Id device;
    Instant atMs = 0;
};

/// Revocations outside the database, so that an older database put back revives nobody: what stands
/// here is carried out again whenever a desk opens. Only ever grows. Any thread.
class RevocationBook {
 public:
    virtual ~RevocationBook() = default;
    [[nodiscard]] virtual Result<std::vector<Revocation>> all() = 0;
    /// Durable when it returns without error.
    [[nodiscard]] virtual Outcome add(const Revocation& revocation) = 0;
};

}  // namespace xiangji::syncd
