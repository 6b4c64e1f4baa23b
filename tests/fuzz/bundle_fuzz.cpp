// A file somebody brought on a stick. The first byte says whether the input is the file, a parcel,
// what a parcel of this centre's unseals to, or a post that a real phone signed.
#include "core/base/sealed_box.hpp"
#include "core/sync/bundle.hpp"
#include "core/sync/parcel.hpp"
#include "tests/fuzz/door.hpp"
#include "tests/unit/desk/hand_phone.hpp"

using namespace xiangji;
using namespace xiangji::syncd;

namespace {

struct World {
    syncd::test::SmallCentre centre;
    syncd::test::HandPhone phone{centre, "tutor", syncd::test::kLinjiang};
};

/// Whatever it is, it is answered: with receipts sealed to a phone or with words for a person.
void deliver(World& world, const wire::Parcel& parcel) {
    const auto delivered = world.centre.desk->deliver(parcel);
    fuzz::require(static_cast<bool>(delivered));
    fuzz::require(delivered->words().empty() || delivered->answers_size() == 0);
}

wire::Parcel sealedTo(World& world, const Bytes& plain) {
    wire::Parcel parcel;
    parcel.set_server(world.phone.server);
    parcel.set_kind(wire::Parcel::KIND_TO_CENTRE);
    parcel.set_sealed(
        syncd::test::must(sealedFor(world.centre.key.publicKey(), plain, world.centre.random)));
    return parcel;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static World world;
    if (size == 0) {
        return 0;
    }
    const Bytes rest(fuzz::asText(bytes + 1, size - 1));
    if (bytes[0] % 4 == 0) {
        std::size_t place = 0;
        std::uint64_t told = 0;
        const auto found = readBundle(
            [&]() -> Result<Bytes> {
                // In pieces that fit no part's edge.
                auto piece = rest.substr(place, 37);
                place += piece.size();
                return piece;
            },
            [&](const wire::Parcel& parcel) {
                ++told;
                deliver(world, parcel);
                return Outcome();
            });
        fuzz::require(!found || found->parcels == told);
        return 0;
    }
    wire::Parcel parcel;
    wire::Post post;
    switch (bytes[0] % 4) {
        case 1:
            if (!parseOutside(parcel, rest)) {
                return 0;
            }
            break;
        case 2:
            parcel = sealedTo(world, rest);
            break;
        default:
            if (!parseOutside(post, rest)) {
                return 0;
            }
            parcel = syncd::test::must(sealedPost(
                post, world.phone.key, world.centre.key.publicKey(), world.centre.random));
    }
    deliver(world, parcel);
    return 0;
}
