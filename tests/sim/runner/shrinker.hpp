#pragma once

#include "tests/sim/world.hpp"

namespace xiangji::sim {

/// What every world starts from; made before worlds run beside each other.
void makeImages();

/// Plays a story with a fault made afresh (none = a sound world).
using MakePlanted = std::function<std::unique_ptr<Planted>()>;
[[nodiscard]] Ending playStory(const Story& story, const MakePlanted& make, bool keepsLines);

/// The shortest story found, within so many tries, that still breaks the same promise: events are
/// left out, many at once, then one by one.
[[nodiscard]] Story shrunk(const Story& story, const std::string& check, const MakePlanted& make,
                           int mostTries);

}  // namespace xiangji::sim
