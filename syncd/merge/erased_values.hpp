#pragma once

#include "core/merge/row_state.hpp"
#include "syncd/merge/ruling.hpp"

namespace xiangji::syncd {

// What an erasure takes away and what it leaves; pure. The desk does it, and whoever checks the log
// does it again.

/// A type whose rows are about a person: they may be erased by order.
[[nodiscard]] bool isPersonal(const RecordType& type);
/// True for what goes: own fields that are personal or sensitive, but for those that name the row.
[[nodiscard]] bool isErased(const RecordType& type, const Field& field);

[[nodiscard]] bool isAbout(const wire::Change& change, const RecordType& type, const Id& row);
/// A change without the values that go, without its reason and its salt. Of an unknown type
/// (null) nothing stays but which row was meant.
[[nodiscard]] wire::Change redacted(const wire::Change& change, const RecordType* type);

/// The row as it is afterwards: hidden, with `words` for why; the centre's erasure is a write that
/// has seen everything.
void eraseValues(RowState& row, const RecordType& type, const std::string& words, const Mark& mark);

/// What is told to whoever writes in an erased row.
[[nodiscard]] Ruling erasedRuling();

}  // namespace xiangji::syncd
