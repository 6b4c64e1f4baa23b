#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>

#include "syncd/app/files.hpp"
#include "syncd/merge/revocation_book.hpp"

namespace xiangji::syncd {

/// The revocation book as a file beside the database, one line each, only ever added to:
///   revoked DEVICE UNIX-MS CHECK
/// where CHECK is over the line and the CHECK before it, so that a changed or removed line is
/// noticed. A last line that a power cut left half-written was never answered, and is cut off.
class RevocationFile final : public RevocationBook {
 public:
    /// Made if it is not there. Fault damaged names the line; nothing is changed then.
    [[nodiscard]] static Result<std::unique_ptr<RevocationFile>> open(
        const std::filesystem::path& file);

    Result<std::vector<Revocation>> all() override;
    /// Fsynced when it returns. A device that is there already is not written again.
    Outcome add(const Revocation& revocation) override;

 private:
    RevocationFile(std::filesystem::path path, Descriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}
    [[nodiscard]] Outcome read();

    std::filesystem::path path_;
    Descriptor file_;
    std::mutex mutex_;
    std::vector<Revocation> revocations_;
    std::string check_;  ///< of the last line
    off_t size_ = 0;     ///< of whole lines
};

}  // namespace xiangji::syncd
