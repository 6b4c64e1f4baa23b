#pragma once

#include <algorithm>
#include <mutex>

#include "syncd/merge/desk/revocation_book.hpp"
#include "syncd/merge/erasing/erasure_book.hpp"

namespace xiangji::test {

/// A revocation book that outlives the database of a test, as the file beside a real one does.
class MemoryBook final : public syncd::RevocationBook {
 public:
    Result<std::vector<syncd::Revocation>> all() override {
        const std::lock_guard lock(mutex_);
        return std::vector(revocations_);
    }
    Outcome add(const syncd::Revocation& revocation) override {
        const std::lock_guard lock(mutex_);
        revocations_.push_back(revocation);
        return {};
    }

 private:
    std::mutex mutex_;
    std::vector<syncd::Revocation> revocations_;
};

/// The same for erasures.
class MemoryErasures final : public syncd::ErasureBook {
 public:
    Result<std::vector<syncd::Erasure>> all() override {
        const std::lock_guard lock(mutex_);
        return std::vector(erasures_);
    }
    Outcome add(const syncd::Erasure& erasure) override {
        const std::lock_guard lock(mutex_);
        if (full) {
            return Error{Fault::diskFull, "the disk is full"};
        }
        if (std::ranges::find(erasures_, erasure.row, &syncd::Erasure::row) == erasures_.end()) {
            erasures_.push_back(erasure);
        }
        return {};
    }
    bool full = false;

 private:
    std::mutex mutex_;
    std::vector<syncd::Erasure> erasures_;
};

}  // namespace xiangji::test
