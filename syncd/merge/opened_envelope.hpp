#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

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
    bool readable = false;        ///< the body says whose and which number it is
    bool signedByDevice = false;  ///< `checkSignatures`
    bool decodable =
        false;  ///< its changes can be weighed: well-formed, within the limits of DESIGN §7
    /// Another life's receipt for this very envelope, where the phone had one and it holds.
    std::optional<wire::ReceiptBody> first;
};

/// Hashed and parsed; its signature is not looked at. Sealed cells are laid by `seals`; without
/// them (the centre's own hand) there must be none. Pure.
[[nodiscard]] OpenedEnvelope openEnvelope(wire::Envelope envelope, const SealedCells* seals);
/// Says which of one device's envelopes, in its order, are signed with its key. A signature is
/// over a body, and a body names the hash of the one before: whoever signed it said that one too,
/// whatever became of its own signature on the way. So of an unbroken chain only the last one is
/// checked; checking costs more than all else of an envelope, some 50 to 80 µs. Pure.
void checkSignatures(std::span<OpenedEnvelope> envelopes, std::string_view publicKey);
/// Opened and checked by itself; `publicKey` is the key of the device that sent it.
[[nodiscard]] OpenedEnvelope openEnvelope(wire::Envelope envelope, std::string_view publicKey,
                                          const SealedCells* seals);
/// All that a device sent, opened and checked together.
template <typename Envelopes>
[[nodiscard]] std::vector<OpenedEnvelope> openEnvelopes(Envelopes&& envelopes,
                                                        std::string_view publicKey,
                                                        const SealedCells* seals) {
    std::vector<OpenedEnvelope> opened;
    opened.reserve(static_cast<std::size_t>(envelopes.size()));
    for (auto& envelope : envelopes) {
        opened.push_back(openEnvelope(std::move(envelope), seals));
    }
    checkSignatures(opened, publicKey);
    return opened;
}

}  // namespace xiangji::syncd
