#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "wire/session.pb.h"

namespace xiangji::syncd {

// What a conversation says by itself, without the desk.

[[nodiscard]] wire::Reply refusal(wire::Refusal::Code code, std::string words);
/// "Come back", in so many seconds; why, in words that say that nothing is lost.
[[nodiscard]] wire::Reply comeBack(const std::string& why,
                                   std::chrono::seconds wait = std::chrono::seconds(5));

/// Room that is kept for an answer before the question is asked.
[[nodiscard]] std::size_t answerRoom(const wire::Request& request);
/// Whether the centre keeps what a request brings, taken or not; files are counted elsewhere.
[[nodiscard]] bool bringsToKeep(const wire::Request& request);
/// Envelopes that a request brings, its own phone's and others'.
[[nodiscard]] std::size_t envelopesIn(const wire::Request& request);

}  // namespace xiangji::syncd
