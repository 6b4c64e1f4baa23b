#pragma once

#include "tests/planted/on_phone.hpp"
#include "tests/sim/phone/forger.hpp"

// Faults in bundles.

namespace xiangji::planted {

template <typename Spoiled>
class PlantedBundles final : public sim::Planted {
 public:
    std::unique_ptr<Shelf> bundleShelf(Shelf& sound, PhoneDatabase& database) override {
        return std::make_unique<Spoiled>(sound, database);
    }
};

/// Whoever calls himself the centre is believed.
class ForgedReceiptTaken final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<PhoneState> state() override {
        XIANGJI_LET(state, SpoiledShelf::state());
        state.serverKey = sim::forgersKey().publicKey();
        return state;
    }
};

}  // namespace xiangji::planted
