#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.hpp"

namespace xiangji {

/// A home belongs to one process at a time: two writers would give one number to two envelopes.
/// Freed by the system when the process ends, however it ends.
class HomeLock {
 public:
    /// Makes the home where there is none (0700). Waits at most `waitMs` for another process.
    /// Faults: busy, diskFull, failed.
    [[nodiscard]] static Result<std::unique_ptr<HomeLock>> take(const std::filesystem::path& home,
                                                                int waitMs);
    ~HomeLock();
    HomeLock(const HomeLock&) = delete;
    HomeLock& operator=(const HomeLock&) = delete;

 private:
    explicit HomeLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace xiangji
