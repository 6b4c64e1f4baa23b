#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

#include "tests/house/findings.hpp"

namespace xiangji::house {

namespace {

/// What a record type's file says of it, as far as lines tell.
struct Declaration {
    std::string message;
    std::string number;
    bool hasBothLabels = false;
};

std::string snakeCase(const std::string& name) {
    std::string snake;
    for (const char letter : name) {
        const bool isUpper = std::isupper(static_cast<unsigned char>(letter)) != 0;
        if (isUpper && !snake.empty()) {
            snake += '_';
        }
        snake += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return snake;
}

Declaration declarationIn(const SourceFile& file) {
    static const std::regex kMessage(R"(^message (\w+) \{)");
    static const std::regex kNumber(R"(^\s*number:\s*(\d+))");
    static const std::regex kLabel(R"(^\s*label:\s*\{zh: "[^"]+" en: "[^"]+"\})");
    Declaration declaration;
    std::string message;
    bool isInRules = false;
    for (const std::string& line : file.lines) {
        std::smatch match;
        if (std::regex_search(line, match, kMessage)) {
            message = match[1];
        } else if (line.find("option (record)") != std::string::npos) {
            isInRules = true;
            declaration.message = message;
        } else if (line == "  };") {
            isInRules = false;
        } else if (isInRules && std::regex_search(line, match, kNumber)) {
            declaration.number = match[1];
        } else if (isInRules && std::regex_search(line, kLabel)) {
            declaration.hasBothLabels = true;
        }
    }
    return declaration;
}

}  // namespace

Findings badRecordTypes(const SourceTree& tree) {
    Findings findings;
    std::map<std::string, std::string> holders;
    for (const SourceFile& file : tree.files()) {
        if (!file.isIn("proto/records") || !file.hasEnding(".proto")) {
            continue;
        }
        const Declaration declaration = declarationIn(file);
        if (declaration.message.empty()) {
            // A file of types that several records share.
            continue;
        }
        if (file.path != "proto/records/" + snakeCase(declaration.message) + ".proto") {
            findings.push_back(file.path + ": holds " + declaration.message + "; call it " +
                               snakeCase(declaration.message) + ".proto");
        }
        if (!declaration.hasBothLabels) {
            findings.push_back(file.path + ": its label needs zh and en");
        }
        if (declaration.number.empty()) {
            findings.push_back(file.path + ": give it a number, the next that was never used");
            continue;
        }
        const auto [holder, isNew] = holders.emplace(declaration.number, file.path);
        if (!isNew) {
            findings.push_back(file.path + ": number " + declaration.number + " belongs to " +
                               holder->second + "; take the next that was never used");
        }
    }
    return findings;
}

}  // namespace xiangji::house
