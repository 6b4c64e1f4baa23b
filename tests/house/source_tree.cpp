#include "tests/house/source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

namespace xiangji::house {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kFolders{"core", "mobile", "syncd", "proto", "tests"};
constexpr std::array<std::string_view, 9> kEndings{".cpp",   ".hpp", ".qml", ".js", ".mjs",
                                                   ".proto", ".txt", ".sh",  ".md"};

bool isSkipped(const fs::path& folder) {
    return folder.filename() == "node_modules" || folder.filename() == "build";
}

std::string textOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

SourceFile SourceFile::made(std::string path, std::string_view text) {
    SourceFile file{.path = std::move(path), .lines = {}};
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) {
        file.lines.push_back(line);
    }
    return file;
}

bool SourceFile::hasEnding(std::string_view ending) const {
    return path.ends_with(ending);
}

bool SourceFile::isIn(std::string_view folder) const {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

SourceTree SourceTree::read(const fs::path& root) {
    SourceTree tree;
    for (const auto& entry : fs::directory_iterator(root)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with('.') && name != "build") {
            tree.rootEntries_.push_back(name);
        }
    }
    for (const std::string_view folder : kFolders) {
        fs::recursive_directory_iterator walk(root / folder);
        for (; walk != fs::recursive_directory_iterator(); ++walk) {
            if (walk->is_directory()) {
                if (isSkipped(walk->path())) {
                    walk.disable_recursion_pending();
                }
                continue;
            }
            const std::string ending = walk->path().extension().string();
            if (std::ranges::find(kEndings, ending) != kEndings.end()) {
                tree.files_.push_back(SourceFile::made(
                    walk->path().lexically_relative(root).generic_string(), textOf(walk->path())));
            }
        }
    }
    std::ranges::sort(tree.files_, {}, &SourceFile::path);
    return tree;
}

const SourceFile* SourceTree::file(std::string_view path) const {
    const auto found = std::ranges::find(files_, path, &SourceFile::path);
    return found == files_.end() ? nullptr : &*found;
}

bool SourceTree::hasSourcesIn(std::string_view folder) const {
    return std::ranges::any_of(files_, [&](const SourceFile& file) {
        const bool isSource =
            file.hasEnding(".cpp") || file.hasEnding(".hpp") || file.hasEnding(".qml");
        return isSource && file.isIn(folder) &&
               file.path.find('/', folder.size() + 1) == std::string::npos;
    });
}

}  // namespace xiangji::house
