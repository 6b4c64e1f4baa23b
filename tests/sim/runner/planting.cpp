#include <algorithm>
#include <iostream>
#include <map>

#include "tests/sim/runner/planted_list.hpp"
#include "tests/sim/runner/seeds.hpp"
#include "tests/sim/runner/workers.hpp"

namespace xiangji::sim {

namespace {

/// What is sound is looked at this often.
constexpr std::uint64_t kSoundSeeds = 50;

/// Width on a terminal of ASCII text.
std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

}  // namespace

int runPlanted(const std::string& only, std::uint64_t mostSeeds, int workers) {
    std::vector<const PlantedFault*> faults;
    for (const auto& fault : plantedFaults()) {
        if (only.empty() || only == fault.name) {
            faults.push_back(&fault);
        }
    }
    if (faults.empty()) {
        std::cout << "there is no planted fault '" << only << "'; known are:\n";
        for (const auto& fault : plantedFaults()) {
            std::cout << "  " << padded(fault.name, 24) << fault.breaks << '\n';
        }
        return 2;
    }
    const auto work = [&](int worker, const std::function<void(std::string)>& say) {
        for (auto at = static_cast<std::size_t>(worker); at < faults.size();
             at += static_cast<std::size_t>(workers)) {
            std::string caught = "-";
            const auto most =
                faults[at]->name == kSoundName ? std::min(mostSeeds, kSoundSeeds) : mostSeeds;
            for (std::uint64_t seed = 1; seed <= most; ++seed) {
                const auto ending = playStory(storyOf(seed), faults[at]->make, false);
                if (ending.finding) {
                    caught = std::to_string(seed) + ' ' + ending.finding->check;
                    // Who asks after one wants to know how it shows.
                    caught += only.empty() ? "" : "\n      " + ending.finding->words;
                    break;
                }
            }
            say(std::to_string(at) + ' ' + caught);
        }
    };
    std::map<std::size_t, std::string> table;
    const auto heard = [&](const std::string& line) {
        const auto space = line.find(' ');
        if (line.starts_with("crash")) {
            std::cout << "a worker's process ended\n";
            return true;
        }
        table[std::stoul(line)] = line.substr(space + 1);
        return true;
    };
    runWorkers(workers, work, heard);
    std::cout << padded("fault", 24) << padded("what it breaks", 66) << "caught at seed, by\n";
    std::size_t caught = 0;
    std::size_t planted = 0;
    bool sound = true;
    for (std::size_t at = 0; at < faults.size(); ++at) {
        const auto found = table.contains(at) && table[at] != "-";
        const bool control = faults[at]->name == kSoundName;
        planted += control ? 0 : 1;
        caught += found && !control ? 1 : 0;
        sound = sound && !(control && found);
        std::cout << padded(faults[at]->name, 24) << padded(faults[at]->breaks, 66)
                  << (found     ? table[at]
                      : control ? "nothing, as it must be"
                                : "NOT CAUGHT")
                  << '\n';
    }
    std::cout << caught << " of " << planted << " planted faults caught within " << mostSeeds
              << " seeds" << std::endl;
    return caught == planted && sound ? 0 : 1;
}

}  // namespace xiangji::sim
