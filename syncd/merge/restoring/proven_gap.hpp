#pragma once

#include <optional>

#include "core/base/id.hpp"
#include "wire/lineage.pb.h"

namespace xiangji::syncd {

/// Envelopes that a phone no longer keeps and the centre misses, by the phone's own signed word.
struct ProvenGap {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    Bytes hash;   ///< of the last of them: the next envelope's `previous`
    Bytes bytes;  ///< wire::Gap, kept so that the office sees it
};

/// Nothing where it is not this device's word to this centre, or makes no sense.
[[nodiscard]] std::optional<ProvenGap> provenGap(const wire::Gap& gap, const Id& device,
                                                 std::string_view publicKey, const Id& server);

}  // namespace xiangji::syncd
