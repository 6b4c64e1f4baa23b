#include <algorithm>
#include <optional>
#include <regex>

#include "tests/house/findings.hpp"
#include "tests/house/rooms.hpp"

namespace xiangji::house {

namespace {

struct Include {
    std::string header;
    bool isQuoted = false;
};

std::optional<Include> includeOf(const std::string& line) {
    static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::smatch match;
    if (!std::regex_search(line, match, kInclude)) {
        return std::nullopt;
    }
    return Include{.header = match[2], .isQuoted = match[1] == "\""};
}

bool isBelow(std::string_view path, std::string_view folder) {
    return path == folder ||
           (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

/// The part of the house a header belongs to; unset for the world outside.
std::optional<std::string> placeOf(const Include& include) {
    if (include.header.ends_with(".pb.h") && !include.header.starts_with("google/")) {
        return "proto";
    }
    for (const std::string_view wing : {"core", "mobile", "syncd", "tests"}) {
        if (isBelow(include.header, wing)) {
            return include.header;
        }
    }
    return std::nullopt;
}

std::string listed(const std::vector<std::string_view>& names) {
    std::string list;
    for (const std::string_view name : names) {
        list += (list.empty() ? "" : ", ") + std::string(name);
    }
    return list.empty() ? "nothing of the house" : list;
}

/// A room inside another is a room of its own: `syncd/central` does not open
/// `syncd/central/sqlite`.
bool isAllowed(const Room& room, const std::string& place) {
    const Room* target = roomOf(place);
    return std::ranges::any_of(room.mayInclude, [&](std::string_view allowed) {
        const bool isWing = allowed.find('/') == std::string_view::npos;
        const bool isHeader = allowed.ends_with(".hpp");
        if (isWing || isHeader) {
            return isBelow(place, allowed);
        }
        return target != nullptr && target->folder == allowed;
    });
}

bool isKnownIn(const Library& library, const Room& room) {
    return std::ranges::find(library.rooms, room.folder) != library.rooms.end();
}

}  // namespace

Findings badIncludes(const SourceFile& file) {
    if (!file.hasEnding(".cpp") && !file.hasEnding(".hpp")) {
        return {};
    }
    const Room* room = roomOf(file.path);
    if (room == nullptr) {
        return {file.path +
                ": lies in no room; give its folder a row in tests/house/rooms.cpp that says what "
                "it may include"};
    }
    Findings findings;
    for (std::size_t number = 1; number <= file.lines.size(); ++number) {
        const auto include = includeOf(file.lines[number - 1]);
        if (!include) {
            continue;
        }
        const std::string where =
            file.path + ":" + std::to_string(number) + ": \"" + include->header + "\": ";
        const auto place = placeOf(*include);
        if (!place) {
            if (include->isQuoted) {
                findings.push_back(where +
                                   "write the path from the root, or <…> for what lies outside");
            }
            for (const Library& library : libraries()) {
                const bool isOfLibrary = std::ranges::any_of(
                    library.prefixes,
                    [&](std::string_view prefix) { return include->header.starts_with(prefix); });
                if (isOfLibrary && !isKnownIn(library, *room)) {
                    findings.push_back(where + std::string(library.name) + " is known to " +
                                       listed(library.rooms) +
                                       " only; ask for what is needed through an interface");
                }
            }
            continue;
        }
        const Room* target = roomOf(*place);
        if (target != room && !isAllowed(*room, *place)) {
            findings.push_back(where + std::string(room->folder) + " may include " +
                               listed(room->mayInclude) +
                               "; move the type to a room both may know, or turn the dependency "
                               "round with an interface");
        }
    }
    return findings;
}

}  // namespace xiangji::house
