#pragma once

#include <QVariant>

#include "core/records/catalogue.hpp"

namespace xiangji {

/// A cell as an editor holds it: text and dates as text, numbers and instants as numbers, a choice
/// as its number (0 unset), a reference as UUID text, a set as a list of these; unset is an invalid
/// variant.
[[nodiscard]] QVariant fromCell(const Field& field, const Value& value);
/// Back again; text is trimmed and brought to NFC, empty text and an empty set are unset. What an
/// editor cannot have meant (letters in a number) is unset too.
[[nodiscard]] Value toCell(const Field& field, const QVariant& value);

}  // namespace xiangji
