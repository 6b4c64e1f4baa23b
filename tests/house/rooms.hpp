#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace xiangji::house {

/// A room of the house and what its sources may include: rooms, whole wings ("core"), or single
/// headers. A room may always include itself. `proto` stands for the headers that protoc generates.
struct Room {
    std::string_view folder;
    std::vector<std::string_view> mayInclude;
};

/// Headers of an outside library, told by how their names begin, and the only rooms that know them.
struct Library {
    std::string_view name;
    std::vector<std::string_view> prefixes;
    std::vector<std::string_view> rooms;
};

/// The house's arrows. A new room gets its row here, beside what it may include and why.
[[nodiscard]] std::span<const Room> rooms();

[[nodiscard]] std::span<const Library> libraries();

/// The room a path belongs to: the one whose folder reaches deepest. nullptr: in none.
[[nodiscard]] const Room* roomOf(std::string_view path);

}  // namespace xiangji::house
