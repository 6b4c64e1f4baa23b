#pragma once

#include "tests/sim/planted.hpp"
#include "tests/support/passing_central.hpp"

namespace xiangji::planted {

using syncd::test::PassingCentral;
using syncd::test::PassingWrite;

/// A central database whose transactions are spoiled ones.
template <typename Write>
class SpoiledWrites final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    Result<std::unique_ptr<syncd::CentralWrite>> begin() override {
        XIANGJI_LET(write, real().begin());
        return std::unique_ptr<syncd::CentralWrite>(std::make_unique<Write>(std::move(write)));
    }
};

/// Plants a central database between the desk and the comparison of the two stores.
template <typename Spoiled>
class PlantedCentral final : public sim::Planted {
 public:
    std::unique_ptr<syncd::Central> central(syncd::Central& sound) override {
        return std::make_unique<Spoiled>(sound);
    }
};

/// Plants one below it, as the real store's own mistake.
template <typename Spoiled>
class PlantedStore final : public sim::Planted {
 public:
    std::unique_ptr<syncd::Central> store(syncd::Central& sound) override {
        return std::make_unique<Spoiled>(sound);
    }
};

}  // namespace xiangji::planted
