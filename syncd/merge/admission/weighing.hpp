#pragma once

#include <optional>
#include <string>

#include "syncd/merge/admission/admission.hpp"

namespace xiangji::syncd {

// What several verdicts are made of. Each `weigh…` yields the ruling against the change, or
// nothing.

/// "activity (活动)".
[[nodiscard]] std::string named(const RecordType& type);
[[nodiscard]] std::string named(const Field& field);
/// Unset where there is none.
[[nodiscard]] const Value& valueAt(const Fields& fields, FieldNumber number);
[[nodiscard]] std::string textAt(const Fields& fields, FieldNumber number);

[[nodiscard]] bool anyOffice(const Question& question);
[[nodiscard]] bool allowed(const Question& question, Verb verb);
/// True of everybody who made the row, also of those whose making of it does not show: a colleague
/// who adds it once more takes nobody's authorship away.
[[nodiscard]] bool madeIt(const RowState& row, const Id& person);
/// True if only the office changes it once the row is there (classes S and R).
[[nodiscard]] bool gated(const Field& field);
[[nodiscard]] Ruling noRole(const RecordType& type, std::string_view doing);

/// Held where the missing row ("this row", "the row it belongs to") may still come.
[[nodiscard]] Ruling notThere(const Question& question, std::string_view missing);
/// True where what a phone writes here is not its to change but may be proposed: the state is
/// locked, or a field is of class S or R.
[[nodiscard]] bool isOfficesToChange(const Question& question);
/// What nobody changes once the row is there: common fields, its natural key; its home only the
/// office does.
[[nodiscard]] std::optional<Ruling> weighFixed(const Question& question);

/// A field against the roles that may write it.
[[nodiscard]] std::optional<Ruling> weighWrite(const Question& question, const Field& field,
                                               Verb verb);
/// Each own field of what is asked.
[[nodiscard]] std::optional<Ruling> weighWrites(const Question& question, Verb verb);
/// What nobody does for himself: `fields` are the row's, or what is written into it.
[[nodiscard]] std::optional<Ruling> weighSelf(const Question& question, const Fields& fields);
/// The state of a row that is there.
[[nodiscard]] std::optional<Ruling> weighLock(const Question& question);

}  // namespace xiangji::syncd
