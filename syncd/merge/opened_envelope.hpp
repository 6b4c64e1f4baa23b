#pragma once

#include <memory>
#include <optional>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "syncd/merge/sealed_cells.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::syncd {

/// An envelope as it came, opened as far as it can be.
struct OpenedEnvelope {
    wire::Envelope envelope;
    Bytes hash;               ///< of the body
    wire::EnvelopeBody body;  ///< meaningful where `readable`
    /// Meaningful where `decodable`; not null once opened. Its parts lie together: hundreds of them
    /// cost few allocations.
    std::shared_ptr<const wire::Changeset> changeset;
    std::optional<Instant> receivedMs;  ///< when it first came, where it has waited since
    Id device;
    bool readable = false;  ///< the body says whose and which number it is
    bool signedByDevice = false;
    bool decodable =
        false;  ///< its changes can be weighed: well-formed, within the limits of DESIGN §7
    /// Another life's receipt for this very envelope, where the phone had one and it holds.
    std::optional<wire::ReceiptBody> first;
};

/// Hashed and parsed; its signature is not looked at. Sealed cells are laid by `seals`; without
/// them (the centre's own hand) there must be none. Pure.
[[nodiscard]] OpenedEnvelope openEnvelope(wire::Envelope envelope, const SealedCells* seals);
/// Pure, and dearer than everything else about an envelope: some 80 µs.
[[nodiscard]] bool isSignedBy(const OpenedEnvelope& opened, std::string_view publicKey);
/// Opened and checked; `publicKey` is the key of the device that sent it.
[[nodiscard]] OpenedEnvelope openEnvelope(wire::Envelope envelope, std::string_view publicKey,
                                          const SealedCells* seals);

}  // namespace xiangji::syncd
