#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {

// How envelopes travel in few bytes, and why they are packed on the way only: dictionaries.md.

/// Versions of the envelopes' dictionary that this program reads, oldest first.
[[nodiscard]] const std::vector<std::uint32_t>& dictionaryVersions();

/// The newest version that both know; 0 = none: then envelopes travel plain.
[[nodiscard]] std::uint32_t commonDictionary(
    const google::protobuf::RepeatedField<std::uint32_t>& offered);

/// Puts the packed body in the place of the body, where that is smaller. `version` is one of
/// dictionaryVersions().
void pack(wire::Envelope& envelope, std::uint32_t version);

/// Puts the body back where it is packed. All bodies together may be as many bytes as a frame could
/// hold plain: packing opens no way around that limit. Faults: unsupported (a dictionary that this
/// program does not have), damaged (cut, changed, or too many bytes). Nothing was taken then; its
/// author can send it plain.
[[nodiscard]] Outcome unpack(google::protobuf::RepeatedPtrField<wire::Envelope>& envelopes);

/// True where any of them is packed.
[[nodiscard]] bool anyPacked(const google::protobuf::RepeatedPtrField<wire::Envelope>& envelopes);

}  // namespace xiangji
