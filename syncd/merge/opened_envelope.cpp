#include "syncd/merge/opened_envelope.hpp"

#include <limits>

#include "core/base/hash.hpp"
#include "core/base/signing_key.hpp"
#include "core/records/limits.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/link.hpp"

namespace xiangji::syncd {

namespace {

/// Numbers beyond this could not be kept as an integer of the database; no phone ever counts so
/// far.
constexpr std::uint64_t kGreatestSeq = std::numeric_limits<std::int64_t>::max();

}  // namespace

OpenedEnvelope openEnvelope(wire::Envelope moved, const SealedCells* seals) {
    OpenedEnvelope opened;
    opened.envelope = std::move(moved);
    const auto& envelope = opened.envelope;
    opened.hash = hashOf(envelope.body());
    if (envelope.body().size() > kMaxFrameBytes || !parseOutside(opened.body, envelope.body())) {
        return opened;
    }
    const auto device = Id::fromBytes(opened.body.device());
    if (!device || opened.body.seq() == 0 || opened.body.seq() > kGreatestSeq) {
        return opened;
    }
    opened.device = *device;
    opened.readable = true;
    opened.decodable =
        parseOutside(opened.changeset, opened.body.changeset()) &&
        static_cast<std::size_t>(opened.changeset.changes_size()) <= kMaxChangesAnEnvelope;
    if (opened.decodable && seals != nullptr) {
        seals->lay(opened.changeset);
    }
    return opened;
}

bool isSignedBy(const OpenedEnvelope& opened, std::string_view publicKey) {
    return opened.readable && signatureHolds(opened.hash, opened.envelope.signature(), publicKey);
}

OpenedEnvelope openEnvelope(wire::Envelope envelope, std::string_view publicKey,
                            const SealedCells* seals) {
    auto opened = openEnvelope(std::move(envelope), seals);
    opened.signedByDevice = isSignedBy(opened, publicKey);
    return opened;
}

}  // namespace xiangji::syncd
