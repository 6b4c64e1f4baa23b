#pragma once

#include <string>

#include "wire/envelope.pb.h"

namespace xiangji::syncd {

/// The verdict on one change before it is merged, with a code and words for a person.
struct Ruling {
    wire::Verdict verdict = wire::VERDICT_TAKEN;
    std::string reason;
    std::string words;
    bool without = false;   ///< taken without effect: it is here already
    bool proposed = false;  ///< taken as a proposal beside the row, which stays as it is

    [[nodiscard]] bool taken() const { return verdict == wire::VERDICT_TAKEN; }

    [[nodiscard]] static Ruling refused(std::string reason, std::string words) {
        return {wire::VERDICT_REFUSED, std::move(reason), std::move(words)};
    }
    [[nodiscard]] static Ruling quarantined(std::string reason, std::string words) {
        return {wire::VERDICT_QUARANTINED, std::move(reason), std::move(words)};
    }
    [[nodiscard]] static Ruling held(std::string reason, std::string words) {
        return {wire::VERDICT_HELD, std::move(reason), std::move(words)};
    }
};

}  // namespace xiangji::syncd
