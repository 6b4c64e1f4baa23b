// A joined phone that may sign what it likes: its envelopes reach the real desk over a real
// database. The first byte says whether the input is a whole envelope, a body, a changeset in a
// body that is right, bytes said to be packed, or a body that comes packed.
#include "core/sync/packed_envelope.hpp"
#include "tests/fuzz/door.hpp"
#include "tests/unit/desk/hand_phone.hpp"

using namespace xiangji;
using namespace xiangji::syncd;

namespace {

struct World {
    syncd::test::SmallCentre centre;
    syncd::test::HandPhone phone{centre, "tutor", syncd::test::kLinjiang};
};

World& world() {
    static World world;
    return world;
}

/// A chain that broke on purpose is mended: the phone goes on from what the centre has.
void rejoin(World& world) {
    const auto device = *syncd::test::must(world.centre.central->deviceNow(world.phone.id()));
    world.phone.lastSeq = device.lastSeq;
    world.phone.lastHash = device.lastHash;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    auto& [centre, phone] = world();
    const std::string rest(fuzz::asText(bytes + 1, size - 1));
    wire::Envelope envelope;
    switch (bytes[0] % 5) {
        case 0:
            if (!parseOutside(envelope, rest)) {
                return 0;
            }
            break;
        case 1:
            envelope = signedEnvelope(rest, phone.key);
            break;
        case 2:
            envelope = phone.envelope({}, false,
                                      [&](wire::EnvelopeBody& body) { body.set_changeset(rest); });
            break;
        case 3:
            envelope = signedEnvelope("", phone.key);
            envelope.set_packed(rest);
            break;
        default:
            envelope = signedEnvelope(rest, phone.key);
            pack(envelope, dictionaryVersions().back());
            break;
    }
    const auto before = syncd::test::must(centre.central->headNow()).lsn;
    const auto reply = phone.push({envelope});
    // Whatever came, it is answered, and the centre never "comes back later" over bytes.
    fuzz::require(reply.has_receipts() ||
                  (reply.has_refusal() && reply.refusal().code() != wire::Refusal::CODE_COME_BACK));
    for (const auto& receipt : reply.receipts().receipts()) {
        fuzz::require(static_cast<bool>(openedReceipt(receipt, centre.key.publicKey())));
    }
    fuzz::require(syncd::test::must(centre.central->headNow()).lsn >= before);
    rejoin(world());
    return 0;
}
