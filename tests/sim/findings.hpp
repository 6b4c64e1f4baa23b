#pragma once

#include <mutex>
#include <optional>
#include <string>

namespace xiangji::sim {

/// A promise that was broken: which, and how it shows.
struct Finding {
    std::string check;  ///< "P4 rest", "second store", …: what a shrunk story must break again
    std::string words;
};

/// The first thing that was found wrong in a world. Safe from any thread: a central store is looked
/// at from the desk's.
class Findings {
 public:
    void add(std::string check, std::string words) {
        const std::lock_guard lock(mutex_);
        if (!first_) {
            first_ = Finding{std::move(check), std::move(words)};
        }
    }
    [[nodiscard]] std::optional<Finding> first() const {
        const std::lock_guard lock(mutex_);
        return first_;
    }

 private:
    mutable std::mutex mutex_;
    std::optional<Finding> first_;
};

}  // namespace xiangji::sim
