#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <string>

#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// A line in the access book for what a command is about to print: `who` and `reason` are the
/// question's. What it is about to print may leave only where this succeeds.
[[nodiscard]] Outcome noteCommand(Desk& desk, const boost::json::object& question,
                                  AccessEntry entry);

/// The user who runs this command, and who became that user by sudo: "wang (xiangji)".
[[nodiscard]] std::string whoAsks();

/// A folder as a line of the book can name it: of a long name the end.
[[nodiscard]] std::string placeWords(const std::filesystem::path& folder);

/// {lines: [{number, atMs, who, door, act, type, row, fields, rows, reason}], head: {number, hash}}
[[nodiscard]] boost::json::object accessesTold(const AccessBook& book);

}  // namespace xiangji::syncd
