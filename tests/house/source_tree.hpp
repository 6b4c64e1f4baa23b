#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace xiangji::house {

/// One text file of the project: its path from the root with forward slashes, and its lines without
/// their ends.
struct SourceFile {
    std::string path;
    std::vector<std::string> lines;

    /// A file that exists nowhere, to try the checks on.
    static SourceFile made(std::string path, std::string_view text);
    [[nodiscard]] bool hasEnding(std::string_view ending) const;
    /// Whether it lies in this folder or below it.
    [[nodiscard]] bool isIn(std::string_view folder) const;
};

/// What was written by hand: C++, QML, JavaScript, protobuf, CMake, shell, Markdown below the
/// root's five folders.
class SourceTree {
 public:
    /// Reads it all; installed packages and build results are no part of it.
    static SourceTree read(const std::filesystem::path& root);

    [[nodiscard]] const std::vector<SourceFile>& files() const { return files_; }
    /// Names at the root, hidden ones and `build` left out.
    [[nodiscard]] const std::vector<std::string>& rootEntries() const { return rootEntries_; }
    /// nullptr if there is none at this path.
    [[nodiscard]] const SourceFile* file(std::string_view path) const;
    /// Whether C++ or QML lies directly in this folder.
    [[nodiscard]] bool hasSourcesIn(std::string_view folder) const;

 private:
    std::vector<SourceFile> files_;
    std::vector<std::string> rootEntries_;
};

}  // namespace xiangji::house
