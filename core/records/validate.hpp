#pragma once

#include "core/records/catalogue.hpp"

namespace xiangji {

inline constexpr std::size_t kMaxValueBytes = 64 * 1024;  ///< DESIGN §7

/// True if text of a sealed field is as it may lie in a database (field_seal.hpp).
[[nodiscard]] bool isSealedText(std::string_view text);

/// The text of a sealed field before it is sealed, or any other value.
[[nodiscard]] Outcome validateClear(const RecordType& type, const Field& field, const Value& value);

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
