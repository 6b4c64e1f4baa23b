#include "syncd/merge/opened_envelope.hpp"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <limits>
#include <ranges>

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

/// What a changeset takes when it is parsed, against its bytes.
constexpr std::size_t kRoomAByte = 5;
constexpr std::size_t kLeastRoom = 1'024;
constexpr std::size_t kMostRoom = 64 * 1024;

bool isSignedBy(const OpenedEnvelope& opened, std::string_view publicKey) {
    return signatureHolds(opened.hash, opened.envelope.signature(), publicKey);
}

}  // namespace

OpenedEnvelope openEnvelope(wire::Envelope moved, const SealedCells* seals) {
    static const auto kNone = std::make_shared<const wire::Changeset>();
    OpenedEnvelope opened;
    opened.changeset = kNone;
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
    google::protobuf::ArenaOptions options;
    options.start_block_size =
        std::clamp(opened.body.changeset().size() * kRoomAByte, kLeastRoom, kMostRoom);
    options.max_block_size = kMostRoom;
    const auto arena = std::make_shared<google::protobuf::Arena>(options);
    auto* changeset = google::protobuf::Arena::CreateMessage<wire::Changeset>(arena.get());
    opened.decodable = parseOutside(*changeset, opened.body.changeset()) &&
                       static_cast<std::size_t>(changeset->changes_size()) <= kMaxChangesAnEnvelope;
    if (opened.decodable && seals != nullptr) {
        seals->lay(*changeset, opened.body.level());
    }
    opened.changeset = {arena, changeset};
    return opened;
}

void checkSignatures(std::span<OpenedEnvelope> envelopes, std::string_view publicKey) {
    const OpenedEnvelope* next = nullptr;
    for (auto& opened : std::views::reverse(envelopes)) {
        const bool named = next != nullptr && next->signedByDevice &&
                           next->device == opened.device && next->body.previous() == opened.hash;
        opened.signedByDevice = opened.readable && (named || isSignedBy(opened, publicKey));
        next = &opened;
    }
}

OpenedEnvelope openEnvelope(wire::Envelope envelope, std::string_view publicKey,
                            const SealedCells* seals) {
    auto opened = openEnvelope(std::move(envelope), seals);
    checkSignatures({&opened, 1}, publicKey);
    return opened;
}

}  // namespace xiangji::syncd
