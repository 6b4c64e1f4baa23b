#include "tests/sim/story/event.hpp"

#include <array>

#include "tests/sim/chance.hpp"

namespace xiangji::sim {

namespace {

constexpr int kFewestPhones = 8;
constexpr int kFewestEvents = 80;
constexpr int kEventSpread = 60;
constexpr int kFounder = 2;

struct Weight {
    Deed deed;
    int weight;
};
constexpr std::array kWeights{
    Weight{Deed::write, 60},   Weight{Deed::sync, 36},   Weight{Deed::restart, 3},
    Weight{Deed::clock, 3},    Weight{Deed::confirm, 3}, Weight{Deed::centreRestart, 3},
    Weight{Deed::revoke, 1},   Weight{Deed::copy, 2},    Weight{Deed::setBack, 3},
    Weight{Deed::stranger, 3}, Weight{Deed::full, 2},    Weight{Deed::grant, 3},
    Weight{Deed::pass, 4},     Weight{Deed::undo, 4},    Weight{Deed::bundle, 4},
    Weight{Deed::carry, 6},    Weight{Deed::backUp, 2},  Weight{Deed::restore, 1},
    Weight{Deed::recover, 2},  Weight{Deed::quarrel, 3}, Weight{Deed::ask, 3},
    Weight{Deed::move, 3},
};

Deed someDeed(Chance& chance) {
    int sum = 0;
    for (const auto& [deed, weight] : kWeights) {
        sum += weight;
    }
    auto drawn = static_cast<int>(chance.below(static_cast<std::uint64_t>(sum)));
    for (const auto& [deed, weight] : kWeights) {
        drawn -= weight;
        if (drawn < 0) {
            return deed;
        }
    }
    return Deed::pass;
}

/// From a stream of their own, between the others: what else happens stays as it is.
void addArchives(Story& story) {
    constexpr std::uint64_t kStream = 0x6172636869766573;
    constexpr int kMostArchives = 6;
    Chance chance(story.seed ^ kStream);
    for (auto left = chance.below(kMostArchives); left > 0; --left) {
        const auto at = story.events.begin() +
                        static_cast<std::ptrdiff_t>(1 + chance.below(story.events.size() - 1));
        // Where others happen in the middle of a sync, it does too.
        const bool meanwhile = at->meanwhile || chance.oneIn(8);
        story.events.insert(at, {Deed::archive, 0, chance.next(), meanwhile});
    }
}

}  // namespace

Story storyOf(std::uint64_t seed) {
    // Mixed once more: streams of neighbouring seeds must not be one stream, shifted.
    Chance chance(Chance(seed).next());
    Story story{.seed = seed, .phones = kFewestPhones + static_cast<int>(chance.below(3))};
    for (int phone = 0; phone < story.phones; ++phone) {
        story.events.push_back({Deed::join, phone, chance.next(), false});
    }
    story.events.push_back({Deed::found, kFounder, chance.next(), false});
    story.events.push_back({Deed::sync, kFounder, chance.next(), false});
    for (int phone = 0; phone < story.phones; ++phone) {
        story.events.push_back({Deed::sync, phone, chance.next(), false});
    }
    const int events = kFewestEvents + static_cast<int>(chance.below(kEventSpread));
    for (int i = 0; i < events; ++i) {
        auto who = static_cast<int>(chance.below(static_cast<std::uint64_t>(story.phones)));
        const Deed deed = someDeed(chance);
        const auto& last = story.events.back();
        const bool meanwhile = chance.oneIn(8);
        if (meanwhile && last.deed == Deed::sync && chance.oneIn(2)) {
            who = last.who;  // who waits for a sync goes on writing
        }
        story.events.push_back({deed, who, chance.next(), meanwhile});
    }
    addArchives(story);
    return story;
}

}  // namespace xiangji::sim
