#pragma once

#include <optional>
#include <vector>

#include "core/base/stamp.hpp"
#include "syncd/central/central.hpp"
#include "syncd/merge/admission/ruling.hpp"
#include "syncd/merge/course.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::syncd {

/// What becomes of one envelope.
struct Decision {
    std::vector<wire::ChangeVerdict>
        verdicts;  ///< one a change; of an envelope judged as a whole just one
    Hlc effective = 0;
    bool clamped = false;  ///< the device's clock lay too far ahead
    bool whole = true;     ///< everything it says took effect as it says it: the log has it all
    std::vector<RowName> settled;  ///< rows now here, or never to be: what hangs on them can go on
    // Of an envelope that another life of the centre had receipted:
    std::optional<Instant> receivedMs;  ///< when it first came
    std::vector<LogPlace>
        firstPlaces;  ///< where each change was first written; LSN 0 = decided now
};

[[nodiscard]] bool takesEffect(wire::Verdict verdict);

/// One verdict for an envelope that is not weighed change by change.
[[nodiscard]] Decision judgedWhole(const Ruling& ruling);
/// The same verdict for each of `changes` changes, one at least.
[[nodiscard]] Decision judgedEach(const Ruling& ruling, int changes);

[[nodiscard]] wire::ChangeVerdict verdictOf(const Ruling& ruling);

/// The effective stamp: the device's, or receipt time where it lies more than five minutes ahead
/// (DESIGN §5).
void stampDecision(Decision& decision, Hlc deviceHlc, Instant receivedMs);

/// Leaves the words of the first verdicts and the codes of all: a receipt must fit a frame.
void limitWords(std::vector<wire::ChangeVerdict>& verdicts);

}  // namespace xiangji::syncd
