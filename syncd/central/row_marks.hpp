#pragma once

#include <string_view>

#include "core/base/result.hpp"
#include "core/merge/row_state.hpp"

namespace xiangji::syncd {

/// The heads of a row as bytes beside its columns. Most fields of most rows come from one write and
/// show its value, so they cost nothing: only what differs from that is spelled out.
///
///   version (1) · flags (1 = edited after void, 2 = has proposals, 4 = erased)
///   marks:   count, then each: lsn, device (16 bytes), seq, hlc (8 bytes). The first belongs to
///   every shown cell and every
///            shown element of a set that no entry names.
///   entries: count, then each: field, element, heads: count, then each: mark's place, 0 = the
///   value that shows | 1 value
///   room:    zeros, as many as whoever stores it likes
///
/// Numbers are LEB128; a value is a tag (0 unset, 1 integer as zigzag, 2 double as 8 bytes, 3 text,
/// 4 bytes) and its content.
[[nodiscard]] Bytes packMarks(const RowState& row, const RecordType& type);

/// Puts the heads and the flag back into a row whose `fields` are already read. Fault damaged where
/// the bytes make no sense.
[[nodiscard]] Outcome unpackMarks(std::string_view bytes, const RecordType& type, RowState& row);

}  // namespace xiangji::syncd
