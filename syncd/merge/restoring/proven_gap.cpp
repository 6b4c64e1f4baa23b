#include "syncd/merge/restoring/proven_gap.hpp"

#include <limits>

#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

std::optional<ProvenGap> provenGap(const wire::Gap& gap, const Id& device,
                                   std::string_view publicKey, const Id& server) {
    wire::GapBody body;
    if (!signatureHolds(hashOf(gap.body()), gap.signature(), publicKey) ||
        !parseOutside(body, gap.body())) {
        return std::nullopt;
    }
    const bool ours =
        Id::fromBytes(body.device()) == device && Id::fromBytes(body.server()) == server;
    const bool sound = body.from_seq() >= 1 && body.from_seq() <= body.to_seq() &&
                       body.to_seq() <= std::numeric_limits<std::int64_t>::max();
    if (!ours || !sound) {
        return std::nullopt;
    }
    return ProvenGap{body.from_seq(), body.to_seq(), body.hash(), gap.SerializeAsString()};
}

}  // namespace xiangji::syncd
