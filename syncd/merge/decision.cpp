#include "syncd/merge/decision.hpp"

#include <algorithm>

#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

namespace {
constexpr int kMostWords = 100;
}

bool takesEffect(wire::Verdict verdict) {
    return verdict == wire::VERDICT_TAKEN || verdict == wire::VERDICT_TAKEN_WITH_CONFLICT;
}

wire::ChangeVerdict verdictOf(const Ruling& ruling) {
    wire::ChangeVerdict verdict;
    verdict.set_verdict(ruling.verdict);
    verdict.set_reason(ruling.reason);
    verdict.set_words(ruling.words);
    return verdict;
}

Decision judgedWhole(const Ruling& ruling) {
    return judgedEach(ruling, 1);
}

Decision judgedEach(const Ruling& ruling, int changes) {
    Decision decision;
    decision.whole = false;
    decision.verdicts.assign(static_cast<std::size_t>(std::max(changes, 1)), verdictOf(ruling));
    limitWords(decision.verdicts);
    return decision;
}

void stampDecision(Decision& decision, Hlc deviceHlc, Instant receivedMs) {
    decision.clamped = deviceHlc > hlcOf(receivedMs + kMaxClockAheadMs);
    decision.effective = decision.clamped ? hlcOf(receivedMs) : deviceHlc;
}

void limitWords(std::vector<wire::ChangeVerdict>& verdicts) {
    int worded = 0;
    for (auto& verdict : verdicts) {
        if (!verdict.words().empty() && ++worded > kMostWords) {
            verdict.clear_words();
        }
    }
}

}  // namespace xiangji::syncd
