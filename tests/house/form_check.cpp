#include <algorithm>
#include <regex>
#include <set>

#include "tests/house/findings.hpp"
#include "tests/house/rooms.hpp"

namespace xiangji::house {

namespace {

constexpr std::size_t kMaxSourceLines = 400;
constexpr std::size_t kMaxQmlLines = 250;
constexpr std::size_t kMaxReadmeLines = 40;

bool isCpp(const SourceFile& file) {
    return file.hasEnding(".cpp") || file.hasEnding(".hpp");
}
bool isScript(const SourceFile& file) {
    return file.hasEnding(".js") || file.hasEnding(".mjs");
}

std::string lineCount(const SourceFile& file) {
    return std::to_string(file.lines.size());
}

}  // namespace

Findings overlongFiles(const SourceFile& file) {
    const bool isQml = file.hasEnding(".qml");
    if (!isQml && !isCpp(file) && !isScript(file)) {
        return {};
    }
    const std::size_t most = isQml ? kMaxQmlLines : kMaxSourceLines;
    if (file.lines.size() <= most) {
        return {};
    }
    return {file.path + ": " + lineCount(file) + " lines, at most " + std::to_string(most) +
            "; what lives there twice? Give it a file of its own"};
}

Findings silentHeaders(const SourceFile& file) {
    if (!file.hasEnding(".hpp") || file.isIn("tests")) {
        return {};
    }
    const bool speaks = std::ranges::any_of(
        file.lines, [](const std::string& line) { return line.find("///") != std::string::npos; });
    if (speaks) {
        return {};
    }
    return {file.path + ": no /// line; say what it promises, who owns, which thread, what fails"};
}

Findings postponedWork(const SourceFile& file) {
    // Taken apart, so that this file does not find itself.
    static const std::regex kPostponed(
        "\\b(TO"
        "DO|FIX"
        "ME|X"
        "XX)\\b");
    Findings findings;
    for (std::size_t number = 1; number <= file.lines.size(); ++number) {
        if (std::regex_search(file.lines[number - 1], kPostponed)) {
            findings.push_back(file.path + ":" + std::to_string(number) +
                               ": postponed work; do it now, or take the line out and ask for it "
                               "where work is asked for");
        }
    }
    return findings;
}

Findings misplacedFiles(const SourceFile& file) {
    static const std::regex kSnakeCase(R"((^|.*/)[a-z][a-z0-9_]*\.(cpp|hpp))");
    Findings findings;
    if (isCpp(file) && !std::regex_match(file.path, kSnakeCase)) {
        findings.push_back(file.path + ": name it in snake_case, after the type it holds");
    }
    // A painted item may stand beside the components; it includes nothing of the house.
    if (isCpp(file) && file.isIn("mobile/ui") && !file.isIn("mobile/ui/components")) {
        findings.push_back(file.path +
                           ": mobile/ui is QML but for painted items among its components; put "
                           "other C++ into mobile/models");
    }
    return findings;
}

Findings badReadmes(const SourceTree& tree) {
    std::set<std::string> wanted{"proto", "mobile", "syncd", "tests"};
    for (const Room& room : rooms()) {
        // A room inside another is introduced by the outer one's README.
        const bool isInner = roomOf(room.folder) != nullptr;
        if (!isInner && (room.folder == "mobile/ui" || tree.hasSourcesIn(room.folder))) {
            wanted.emplace(room.folder);
        }
    }
    Findings findings;
    for (const std::string& folder : wanted) {
        if (tree.file(folder + "/README.md") == nullptr) {
            findings.push_back(folder +
                               "/README.md: missing; say what the room is for, why it is so, in "
                               "which order to read it");
        }
    }
    for (const SourceFile& file : tree.files()) {
        if (file.hasEnding("/README.md") && file.lines.size() > kMaxReadmeLines) {
            findings.push_back(file.path + ": " + lineCount(file) + " lines, at most " +
                               std::to_string(kMaxReadmeLines) +
                               "; the headers are the documentation, keep what they cannot say");
        }
    }
    return findings;
}

Findings strayRootEntries(const SourceTree& tree) {
    static const std::set<std::string> kAgreed{"CMakeLists.txt",
                                               "CMakePresets.json",
                                               "CHANGELOG.md",
                                               "LICENSE",
                                               "README.md",
                                               "core",
                                               "mobile",
                                               "proto",
                                               "run",
                                               "syncd",
                                               "tests"};
    Findings findings;
    for (const std::string& entry : tree.rootEntries()) {
        if (!kAgreed.contains(entry)) {
            findings.push_back(entry + ": does not belong at the root; find its room");
        }
    }
    for (const std::string& entry : kAgreed) {
        if (std::ranges::find(tree.rootEntries(), entry) == tree.rootEntries().end()) {
            findings.push_back(entry + ": missing at the root");
        }
    }
    return findings;
}

}  // namespace xiangji::house
