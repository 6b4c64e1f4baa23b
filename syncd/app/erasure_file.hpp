#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>

#include "syncd/app/checked_lines.hpp"
#include "syncd/merge/erasing/erasure_book.hpp"

namespace xiangji::syncd {

/// The erasure book as a file beside the database (checked_lines.hpp), one line each; BY is who
/// gave the order, in base64url:
///   erased TYPE-NUMBER ROW UNIX-MS BY CHECK
class ErasureFile final : public ErasureBook {
 public:
    /// Made if it is not there. Fault damaged names the line; nothing is changed then.
    [[nodiscard]] static Result<std::unique_ptr<ErasureFile>> open(
        const std::filesystem::path& file);

    Result<std::vector<Erasure>> all() override;
    Outcome add(const Erasure& erasure) override;

 private:
    explicit ErasureFile(std::unique_ptr<CheckedLines> lines) : lines_(std::move(lines)) {}

    std::mutex mutex_;
    std::unique_ptr<CheckedLines> lines_;
    std::set<Id> rows_;  ///< of all lines
};

}  // namespace xiangji::syncd
