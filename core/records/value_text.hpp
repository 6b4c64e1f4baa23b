#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <string>

#include "core/records/catalogue.hpp"

namespace xiangji {

/// Turns a unit's area code into its id; nothing if there is none. Given by whoever holds the unit
/// rows; an error if they cannot be looked at just now.
using UnitByCode = std::function<Result<std::optional<Id>>(std::string_view code)>;

/// `field=value` text to a cell: numbers, true/false/yes/no/1/0, choice names, instants as UTC
/// milliseconds or ISO 8601 with an offset, ids as UUID text, units also as codes, sets as
/// comma-separated elements; empty text unsets. Text becomes NFC. Errors name the field and what is
/// accepted, near choices included.
[[nodiscard]] Result<Value> parseValue(const RecordType& type, const Field& field,
                                       std::string_view text, const UnitByCode& units);
/// The same from JSON (numbers, strings, booleans, null, arrays for sets).
[[nodiscard]] Result<Value> parseValue(const RecordType& type, const Field& field,
                                       const boost::json::value& json, const UnitByCode& units);

/// Stable JSON: numbers as numbers, booleans, choices by name, ids as UUID text, sets as arrays,
/// unset as null.
[[nodiscard]] boost::json::value toJson(const Field& field, const Value& value);
/// {"id":…, then every field of the type in order}.
[[nodiscard]] boost::json::object toJson(const RecordType& type, const Id& id,
                                         const Fields& fields);

/// For a person: choices by label, instants as "2026-06-19 09:30" in Asia/Shanghai, dates as they
/// are, unset as "". References stay UUID text: whoever shows them looks the title up.
[[nodiscard]] std::string display(const Field& field, const Value& value, bool chinese);

}  // namespace xiangji
