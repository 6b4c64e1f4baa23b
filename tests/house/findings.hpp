#pragma once

#include <string>
#include <vector>

#include "tests/house/source_tree.hpp"

namespace xiangji::house {

/// What is not as agreed, one sentence each: where, what, and what to do. Empty: all well.
using Findings = std::vector<std::string>;

/// Includes that no arrow of the house allows, and those not written from the root.
[[nodiscard]] Findings badIncludes(const SourceFile& file);

/// Files that have grown past what one reading takes in.
[[nodiscard]] Findings overlongFiles(const SourceFile& file);

/// A header that promises nothing to its reader.
[[nodiscard]] Findings silentHeaders(const SourceFile& file);

/// Work put off in a comment instead of done or asked for.
[[nodiscard]] Findings postponedWork(const SourceFile& file);

/// Source files not named in snake_case; C++ where only QML belongs.
[[nodiscard]] Findings misplacedFiles(const SourceFile& file);

/// Rooms without a README, and READMEs longer than 40 lines (the root's own may be longer).
[[nodiscard]] Findings badReadmes(const SourceTree& tree);

/// Entries at the root that were not agreed on.
[[nodiscard]] Findings strayRootEntries(const SourceTree& tree);

/// Record types without a number of their own, without both languages, or in a file of another
/// name.
[[nodiscard]] Findings badRecordTypes(const SourceTree& tree);

}  // namespace xiangji::house
