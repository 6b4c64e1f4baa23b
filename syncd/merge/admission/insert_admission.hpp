#pragma once

#include "syncd/merge/admission/admission.hpp"

namespace xiangji::syncd {

/// The verdict on an insert: of a new row, of one that is there (two phones, one natural key), or
/// of evidence that comes twice.
[[nodiscard]] Ruling admitInsert(const Question& question);

}  // namespace xiangji::syncd
