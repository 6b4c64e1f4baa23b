#include "tests/sim/runner/shrinker.hpp"

namespace xiangji::sim {

void makeImages() {
    (void)centreImage(true);
    makePhoneImages();
}

Ending playStory(const Story& story, const MakePlanted& make, bool keepsLines) {
    const auto planted = make ? make() : std::make_unique<Planted>();
    return World(story, *planted, keepsLines).play();
}

Story shrunk(const Story& story, const std::string& check, const MakePlanted& make, int mostTries) {
    Story best = story;
    int tries = 0;
    const auto breaks = [&](const Story& candidate) {
        ++tries;
        const auto ending = playStory(candidate, make, false);
        return ending.finding && ending.finding->check == check;
    };
    for (std::size_t size = best.events.size() / 2; size > 0 && tries < mostTries;) {
        bool smaller = false;
        for (std::size_t at = 0; at < best.events.size() && tries < mostTries;) {
            Story candidate = best;
            const auto first = candidate.events.begin() + static_cast<std::ptrdiff_t>(at);
            const auto last = candidate.events.begin() +
                              static_cast<std::ptrdiff_t>(std::min(at + size, best.events.size()));
            candidate.events.erase(first, last);
            if (breaks(candidate)) {
                best = std::move(candidate);
                smaller = true;
            } else {
                at += size;
            }
        }
        if (size > 1) {
            size /= 2;
        } else if (!smaller) {
            break;
        }
    }
    return best;
}

}  // namespace xiangji::sim
