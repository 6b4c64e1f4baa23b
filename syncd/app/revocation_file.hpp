#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "syncd/app/checked_lines.hpp"
#include "syncd/merge/desk/revocation_book.hpp"

namespace xiangji::syncd {

/// The revocation book as a file beside the database (checked_lines.hpp), one line each:
///   revoked DEVICE UNIX-MS CHECK
class RevocationFile final : public RevocationBook {
 public:
    /// Made if it is not there. Fault damaged names the line; nothing is changed then.
    [[nodiscard]] static Result<std::unique_ptr<RevocationFile>> open(
        const std::filesystem::path& file);

    Result<std::vector<Revocation>> all() override;
    /// Fsynced when it returns. A device that is there already is not written again.
    Outcome add(const Revocation& revocation) override;

 private:
    explicit RevocationFile(std::unique_ptr<CheckedLines> lines) : lines_(std::move(lines)) {}

    std::mutex mutex_;
    std::unique_ptr<CheckedLines> lines_;
};

}  // namespace xiangji::syncd
