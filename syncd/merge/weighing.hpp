#pragma once

#include <optional>
#include <string>

#include "syncd/merge/admission.hpp"

namespace xiangji::syncd {

// What several verdicts are made of. Each `weigh…` yields the ruling against the change, or
// nothing.

/// "activity (活动)".
[[nodiscard]] std::string named(const RecordType& type);
[[nodiscard]] std::string named(const Field& field);
/// Unset where there is none.
[[nodiscard]] Value valueAt(const Fields& fields, FieldNumber number);
[[nodiscard]] std::string textAt(const Fields& fields, FieldNumber number);

[[nodiscard]] bool anyOffice(const Question& question);
[[nodiscard]] bool allowed(const Question& question, Verb verb);
/// True if only the office changes it once the row is there (classes S and R).
[[nodiscard]] bool gated(const Field& field);
[[nodiscard]] Ruling noRole(const RecordType& type, std::string_view doing);

/// Each own field against the roles that may write it.
[[nodiscard]] std::optional<Ruling> weighWrites(const Question& question, Verb verb);
/// The state of a row that is there.
[[nodiscard]] std::optional<Ruling> weighLock(const Question& question);

}  // namespace xiangji::syncd
