#pragma once

#include <memory>
#include <mutex>

#include "syncd/merge/authority.hpp"

namespace xiangji::syncd {

/// The authority as last committed, for whoever reads. Safe from any thread.
class AuthorityBoard {
 public:
    explicit AuthorityBoard(Authority first)
        : posted_(std::make_shared<const Authority>(std::move(first))) {}

    [[nodiscard]] std::shared_ptr<const Authority> now() const {
        const std::lock_guard lock(mutex_);
        return posted_;
    }
    void post(const Authority& authority) {
        auto next = std::make_shared<const Authority>(authority);
        const std::lock_guard lock(mutex_);
        posted_ = std::move(next);
    }

 private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Authority> posted_;
};

}  // namespace xiangji::syncd
