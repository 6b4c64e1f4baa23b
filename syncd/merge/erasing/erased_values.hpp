#pragma once

#include "core/merge/row_state.hpp"
#include "syncd/merge/admission/ruling.hpp"

namespace xiangji::syncd {

// What an erasure takes away and what it leaves; pure. The desk does it, and whoever checks the log
// does it again.

/// How far an erasure goes: the row is emptied and hidden, or it stays and counts without what it
/// says about people.
enum class Depth { row, words };

/// A type whose rows are about a person: they may be erased by order.
[[nodiscard]] bool isPersonal(const RecordType& type);
/// A type of which an order may name a row.
[[nodiscard]] bool mayBeErased(const RecordType& type);
/// A type whose lines may lose values by an erasure: they are salted.
[[nodiscard]] bool isReachedByErasures(const RecordType& type);
/// True for what goes: own fields that are personal or sensitive, and of a row of an open type its
/// texts; but not what names the row nor, of a row that stays, what sums need.
[[nodiscard]] bool isErased(const RecordType& type, const Field& field, Depth depth = Depth::row);
/// Nothing is added to it any more. A row that was erased and is not hidden goes on counting.
[[nodiscard]] bool isErasedRow(const RowState& row);

/// A change without the values that go, without its reason and its salt. Of an unknown type
/// (null) nothing stays but which row was meant.
[[nodiscard]] wire::Change redacted(const wire::Change& change, const RecordType* type,
                                    Depth depth = Depth::row);

/// The row as it is afterwards: hidden, with `words` for why; without words it stays
/// (Depth::words). The centre's erasure is a write that has seen everything.
void eraseValues(RowState& row, const RecordType& type, const std::string& words, const Mark& mark);

/// What is told to whoever writes in an erased row.
[[nodiscard]] Ruling erasedRuling();
/// And in a row that is here only because of somebody who was erased.
[[nodiscard]] Ruling namesErasedRuling();
/// And in a row that counts and names somebody who was erased: it was taken without the words.
[[nodiscard]] Ruling emptiedRuling();

}  // namespace xiangji::syncd
