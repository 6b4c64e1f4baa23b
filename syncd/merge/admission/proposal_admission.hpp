#pragma once

#include "syncd/merge/admission/admission.hpp"

namespace xiangji::syncd {

/// What a phone may ask for where the row is the office's to change (classes R and S, locked
/// states): whatever its role could write if it were not.
[[nodiscard]] Ruling admitProposal(const Question& question);

/// An edit that came to such a row: kept as a proposal instead of being refused.
[[nodiscard]] Ruling admitAsProposal(const Question& question);

/// The office accepts or declines, a second person; who proposed may withdraw.
[[nodiscard]] Ruling admitAnswer(const Question& question);

}  // namespace xiangji::syncd
