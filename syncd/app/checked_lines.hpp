#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "syncd/app/files.hpp"

namespace xiangji::syncd {

/// A file of lines beside the database, only ever added to: words, a blank, a CHECK over them and
/// the CHECK before, so that a changed or removed line is noticed. A last line that a power cut
/// left half-written was never answered, and is cut off. Whoever owns it locks.
class CheckedLines {
 public:
    /// Whether words are a line of this file.
    using Suits = std::function<bool(const std::string& words)>;
    /// Made if it is not there. Fault damaged names the line and says `without`: what would happen
    /// if one went on without the file.
    [[nodiscard]] static Result<std::unique_ptr<CheckedLines>> open(
        const std::filesystem::path& file, const Suits& suits, const std::string& without);

    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
    /// Fsynced when it returns.
    [[nodiscard]] Outcome add(const std::string& words);

 private:
    CheckedLines(std::filesystem::path path, Descriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}
    [[nodiscard]] Outcome read(const Suits& suits, const std::string& without);

    std::filesystem::path path_;
    Descriptor file_;
    std::vector<std::string> lines_;
    std::string check_;  ///< of the last line
    off_t size_ = 0;     ///< of whole lines
};

}  // namespace xiangji::syncd
