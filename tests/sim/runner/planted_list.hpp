#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/planted.hpp"

namespace xiangji::sim {

/// A fault that can be planted: its name, what it breaks in words, and how it is made.
struct PlantedFault {
    std::string name;
    std::string breaks;
    std::function<std::unique_ptr<Planted>()> make;
};

/// The one that is none: what finds it finds the harness.
inline constexpr const char* kSoundName = "sound";

/// All of tests/planted.
[[nodiscard]] const std::vector<PlantedFault>& plantedFaults();

}  // namespace xiangji::sim
