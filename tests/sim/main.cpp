#include <google/protobuf/stubs/logging.h>
#include <malloc.h>

#include <CLI/CLI.hpp>

#include "tests/sim/runner/seeds.hpp"

namespace {

constexpr const char* kAbout =
    "Plays whole townships in one process: real phones and a real centre over a virtual clock, "
    "network and "
    "disk, by seed. See tests/sim/README.md.";

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(kAbout, "sim");
    xiangji::sim::SeedOrder order;
    std::uint64_t mostSeeds = 2'000;
    std::string fault;
    bool trace = false;
    bool planted = false;
    std::uint64_t seed = 0;
    app.add_option("--seeds", order.count, "how many seeds to play")->capture_default_str();
    app.add_option("--seed", seed, "play this one (with --seeds: from this one on)");
    app.add_flag("--trace", trace, "print what happens in each story");
    app.add_option("--workers", order.workers, "processes beside each other")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.add_option("--twice-every", order.twiceEvery,
                   "play every so many seeds twice and compare the traces; 0 = never")
        ->capture_default_str();
    app.add_option("--shrink", order.shrinkTries, "how many tries a failing story is shrunk by")
        ->capture_default_str();
    app.add_option("--failures", order.mostFailures, "give up after so many failing seeds")
        ->capture_default_str();
    app.add_flag("--planted", planted,
                 "plant each known fault and look for the first seed that notices it");
    app.add_option("--fault", fault, "with --planted: only this one");
    app.add_option("--most", mostSeeds, "with --planted: give up after so many seeds")
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    // Bad phones send what protobuf would complain about aloud.
    google::protobuf::SetLogHandler(nullptr);
    // Worlds come and go: what one gives back the next one takes.
    constexpr int kKept = 256 * 1024 * 1024;
    ::mallopt(M_TRIM_THRESHOLD, kKept);
    ::mallopt(M_MMAP_THRESHOLD, kKept);
    xiangji::sim::makeImages();
    if (planted) {
        return xiangji::sim::runPlanted(fault, mostSeeds, order.workers);
    }
    order.trace = trace;
    if (seed != 0) {
        order.first = seed;
        order.count = app.count("--seeds") > 0 ? order.count : 1;
    }
    return xiangji::sim::runSeeds(order);
}
