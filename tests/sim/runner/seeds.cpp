#include "tests/sim/runner/seeds.hpp"

#include <chrono>
#include <iostream>
#include <sstream>

#include "tests/sim/runner/workers.hpp"

namespace xiangji::sim {

namespace {

struct Sum {
    std::uint64_t seeds = 0;
    std::uint64_t writes = 0;
    std::uint64_t syncs = 0;
    std::uint64_t kills = 0;
    std::uint64_t envelopes = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t played = 0;
    std::uint64_t compared = 0;
    std::uint64_t undos = 0;
    std::uint64_t carried = 0;
    std::uint64_t restores = 0;
    std::uint64_t segments = 0;
    std::uint64_t twice = 0;
    std::uint64_t traces = 0;
    VirtualDisk::Falls phones;
    VirtualDisk::Falls centre;
};

std::string hex(std::uint64_t value) {
    std::ostringstream text;
    text << std::hex << value;
    return text.str();
}

/// "seed hash writes syncs … | check: words", as a worker reports it.
std::string lineOf(std::uint64_t seed, const Ending& ending) {
    std::ostringstream line;
    line << seed << ' ' << ending.traceHash << ' ' << ending.writes << ' ' << ending.syncs << ' '
         << ending.kills << ' ' << ending.envelopes << ' ' << ending.conflicts << ' '
         << ending.ordersPlayed << ' ' << ending.ordersCompared << ' ' << ending.phoneFalls.atWrites
         << ' ' << ending.phoneFalls.atSyncs << ' ' << ending.centreFalls.atWrites << ' '
         << ending.centreFalls.atSyncs << ' ' << ending.undos << ' ' << ending.carried << ' '
         << ending.restores << ' ' << ending.segments;
    if (ending.finding) {
        line << " | " << ending.finding->check << ": " << ending.finding->words;
    }
    return line.str();
}

void tell(const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
        std::cout << "    " << line << '\n';
    }
}

/// A failing seed: does it fail again in the same way, and what is the shortest story of it?
void tellFailure(std::uint64_t seed, int shrinkTries) {
    const auto story = storyOf(seed);
    const auto once = playStory(story, {}, false);
    const auto again = playStory(story, {}, false);
    if (!once.finding) {
        std::cout << "  seed " << seed
                  << " passes when it is played alone: a world is not closed\n";
        return;
    }
    std::cout << "  replayed twice: trace " << hex(once.traceHash) << " and "
              << hex(again.traceHash)
              << (once.traceHash == again.traceHash ? ", the same" : ": NOT the same") << '\n';
    const auto best = shrunk(story, once.finding->check, {}, shrinkTries);
    std::cout << "  shrunk from " << story.events.size() << " to " << best.events.size()
              << " events:\n";
    tell(playStory(best, {}, true).lines);
}

void add(Sum& sum, std::istringstream& numbers) {
    std::uint64_t seed = 0, hash = 0, writes = 0, syncs = 0, kills = 0, envelopes = 0,
                  conflicts = 0, played = 0, compared = 0, undos = 0, carried = 0, restores = 0,
                  segments = 0;
    VirtualDisk::Falls phones;
    VirtualDisk::Falls centre;
    numbers >> seed >> hash >> writes >> syncs >> kills >> envelopes >> conflicts >> played >>
        compared >> phones.atWrites >> phones.atSyncs >> centre.atWrites >> centre.atSyncs >>
        undos >> carried >> restores >> segments;
    sum.segments += segments;
    sum.undos += undos;
    sum.carried += carried;
    sum.restores += restores;
    sum.phones.atWrites += phones.atWrites;
    sum.phones.atSyncs += phones.atSyncs;
    sum.centre.atWrites += centre.atWrites;
    sum.centre.atSyncs += centre.atSyncs;
    ++sum.seeds;
    sum.writes += writes;
    sum.syncs += syncs;
    sum.kills += kills;
    sum.envelopes += envelopes;
    sum.conflicts += conflicts;
    sum.played += played;
    sum.compared += compared;
    sum.traces ^= hash;
}

}  // namespace

int runSeeds(const SeedOrder& order) {
    const auto begun = std::chrono::steady_clock::now();
    Sum sum;
    int failures = 0;
    std::uint64_t firstFailing = 0;
    std::vector<std::uint64_t> begunBy(static_cast<std::size_t>(order.workers), 0);
    const auto work = [&](int worker, const std::function<void(std::string)>& say) {
        for (auto seed = order.first + static_cast<std::uint64_t>(worker);
             seed < order.first + order.count; seed += static_cast<std::uint64_t>(order.workers)) {
            say("begin " + std::to_string(worker) + ' ' + std::to_string(seed));
            const auto story = storyOf(seed);
            const auto ending = playStory(story, {}, order.trace);
            for (const auto& line : ending.lines) {
                say("told " + line);
            }
            say(lineOf(seed, ending));
            if (order.twiceEvery != 0 && seed % order.twiceEvery == 0) {
                const bool same = playStory(story, {}, false).traceHash == ending.traceHash;
                say((same ? "same " : "other ") + std::to_string(seed));
            }
        }
    };
    const auto heard = [&](const std::string& line) {
        std::istringstream words(line);
        std::string first;
        words >> first;
        if (first == "begin") {
            std::size_t worker = 0;
            std::uint64_t seed = 0;
            words >> worker >> seed;
            begunBy[worker] = seed;
        } else if (first == "told") {
            std::cout << "    " << line.substr(5) << '\n';
        } else if (first == "same") {
            ++sum.twice;
        } else if (first == "other") {
            std::cout << "seed " << line.substr(6) << " has another trace the second time\n";
            ++failures;
        } else if (first == "crash") {
            std::size_t worker = 0;
            words >> worker;
            std::cout << "seed " << begunBy[worker] << " ended its process\n";
            ++failures;
        } else {
            std::istringstream numbers(line);
            add(sum, numbers);
            const auto found = line.find(" | ");
            if (found != std::string::npos) {
                std::cout << "seed " << first << " breaks " << line.substr(found + 3) << std::endl;
                firstFailing = failures++ == 0 ? std::stoull(first) : firstFailing;
            } else if (order.trace) {
                std::cout << "seed " << first << " keeps every promise\n";
            }
        }
        return failures < order.mostFailures;
    };
    runWorkers(order.workers, work, heard);
    if (firstFailing != 0) {
        std::cout << "seed " << firstFailing << ":\n";
        tellFailure(firstFailing, order.shrinkTries);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::cout << sum.seeds << " seeds (" << order.first << " to " << order.first + order.count - 1
              << "), " << failures << " broken; " << sum.writes << " transactions, " << sum.syncs
              << " syncs, " << sum.kills << " falls (at writes and syncs of files: phones "
              << sum.phones.atWrites << " and " << sum.phones.atSyncs << ", centre "
              << sum.centre.atWrites << " and " << sum.centre.atSyncs << "), " << sum.envelopes
              << " envelopes, " << sum.undos << " undos, " << sum.carried << " bundles read, "
              << sum.restores << " restores, " << sum.segments << " segments archived, "
              << sum.conflicts << " conflicts at rest, " << sum.compared << " of " << sum.played
              << " other orders compared, " << sum.twice << " played twice alike; "
              << hex(sum.traces) << "; " << static_cast<double>(sum.seeds) / took.count()
              << " seeds/s" << std::endl;
    return failures == 0 ? 0 : 1;
}

}  // namespace xiangji::sim
