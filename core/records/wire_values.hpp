#pragma once

#include <optional>

#include "core/records/catalogue.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {

/// Writes a value into a cell of the wire; monostate leaves it empty.
void putValue(wire::Cell& cell, const Value& value);
void putValue(wire::Cell& cell, Value&& value);  ///< moved into it
/// The value of a cell, by what was sent. Whether it suits its field is validateValue's question.
[[nodiscard]] Value valueIn(const wire::Cell& cell);
/// True if a value has the storage class its field asks for (or is unset); for sets, one element's.
[[nodiscard]] bool suits(const Field& field, const Value& value);

}  // namespace xiangji
