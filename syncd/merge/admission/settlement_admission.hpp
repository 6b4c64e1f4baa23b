#pragma once

#include "syncd/merge/admission/admission.hpp"

namespace xiangji::syncd {

/// A conflict is settled by the office, by the row's author or by who wrote one of the values, if
/// the role lets them write the field.
[[nodiscard]] Ruling admitSettlement(const Question& question);

}  // namespace xiangji::syncd
