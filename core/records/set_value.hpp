#pragma once

#include <set>
#include <vector>

#include "core/base/result.hpp"
#include "core/records/value.hpp"

namespace xiangji {

/// The elements of a set cell (integers, text or 16-byte ids), in order. An unset cell is the empty
/// set.
using Elements = std::set<Value>;

/// Canonical text: `[1,5]`, `["a","b"]`; ids as lower-case UUID text. The empty set is monostate.
[[nodiscard]] Value setCell(const Elements& elements);
/// Elements of a cell made by setCell. `refs` says whether texts are ids.
[[nodiscard]] Result<Elements> elementsOf(const Value& cell, bool refs);

struct SetDelta {
    Elements added;
    Elements removed;
};
[[nodiscard]] Result<SetDelta> deltaBetween(const Value& before, const Value& after, bool refs);

}  // namespace xiangji
