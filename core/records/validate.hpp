#pragma once

#include "core/records/catalogue.hpp"

namespace xiangji {

inline constexpr std::size_t kMaxValueBytes = 64 * 1024;  ///< DESIGN §7

/// One value against its field: kind, limits, choices, forbidden words, sealed. Text must already
/// be NFC. The message names field, limit and remedy: "title: 61 characters, at most 60; shorten it
/// by 1".
[[nodiscard]] Outcome validateValue(const RecordType& type, const Field& field, const Value& value);

/// Everything a new row must have: each value, required fields, plan_end not before plan_start and
/// other rules of the type that core/records can state as data. `fields` holds own and common
/// fields.
[[nodiscard]] Outcome validateInsert(const RecordType& type, const Fields& fields);
/// The same for the fields an edit touches; a required field cannot be unset.
[[nodiscard]] Outcome validateEdit(const RecordType& type, const Fields& changed);

/// Starts before ends, and no more than a year between them, in a whole row: what an edit leaves as
/// it is counts too.
[[nodiscard]] Outcome validateSpans(const RecordType& type, const Fields& row);

}  // namespace xiangji
