#pragma once

#include "core/records/catalogue.hpp"

namespace xiangji {

/// What a record type says against itself or against the others (Catalogue::read lists it); the
/// message names the type and the field. Numbers and names used by two types are not looked at
/// here.
[[nodiscard]] Outcome withoutContradiction(const RecordType& type, const Catalogue& catalogue);

}  // namespace xiangji
