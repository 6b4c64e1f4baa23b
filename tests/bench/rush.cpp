// The whole path over TLS, with a real daemon and its phones in processes of their own: what it
// costs the daemon, how long a rush takes to drain, and what idle phones hold. Each round is a new
// township's: what a large database costs is a figure of its own (growing.cpp).
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "tests/bench/daemon.hpp"
#include "tests/bench/floor.hpp"
#include "tests/bench/plain_apply.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"

namespace xiangji::bench {
namespace {

constexpr std::uint64_t kSeed = 70'000;
constexpr int kRounds = 5;
constexpr std::size_t kEnvelopesEach = 10;

void wholePath(benchmark::State& state) {
    const auto phones = settings().size(1'000, 3);
    Daemon daemon(kSeed, phones, kEnvelopesEach);
    for (auto _ : state) {
        const auto visit = daemon.push();
        if (visit.receipts != phones * kEnvelopesEach) {
            state.SkipWithError("some envelopes have no receipt");
        }
        state.SetIterationTime(visit.cpuSeconds);
    }
}

/// The same changes, applied to an empty database as the daemon's was.
void applyingAll(benchmark::State& state) {
    static const auto changesets = recordedOf(kSeed, settings().size(1'000, 3), kEnvelopesEach);
    for (auto _ : state) {
        state.SetIterationTime(applySecondsOf(changesets));
    }
}

void rush(benchmark::State& state) {
    const auto phones = settings().size(10'000, 3);
    Daemon daemon(kSeed, phones, 1);
    for (auto _ : state) {
        const double floor = floorSecondsAPhone(kSeed, phones) * static_cast<double>(phones);
        const auto visit = daemon.push();
        if (visit.receipts != phones) {
            state.SkipWithError("some phones have no receipt");
        }
        state.SetIterationTime(visit.drainSeconds);
        state.counters["floor_s"] = floor;
        state.counters["drain_over_floor"] = visit.drainSeconds / floor;
        state.counters["p99_over_p50"] = visit.p99Seconds / visit.p50Seconds;
        state.counters["p50_ms"] = visit.p50Seconds * 1'000;
        state.counters["daemon_cpu_s"] = visit.cpuSeconds;
    }
}

void idle(benchmark::State& state) {
    const auto phones = settings().size(10'000, 3);
    Daemon daemon(kSeed, phones, 1);
    if (daemon.push().receipts != phones) {
        state.SkipWithError("some phones have no receipt");
    }
    for (auto _ : state) {
        daemon.stay();
        state.SetIterationTime(1);
        state.counters["MB"] = daemon.memoryMb();
    }
}

constexpr const char* kWholePath = "1,000 phones push 200 changes each over TLS";
constexpr const char* kApplyingAll = "sqlite3changeset_apply_v2 of 10,000 changesets";
constexpr const char* kRush = "10,000 phones push 20 changes each at once";
constexpr const char* kIdle = "10,000 idle phones";

BENCHMARK(wholePath)
    ->Name(kWholePath)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(kRounds);
BENCHMARK(applyingAll)
    ->Name(kApplyingAll)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(kRounds);
BENCHMARK(rush)
    ->Name(kRush)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(kRounds);
BENCHMARK(idle)->Name(kIdle)->UseManualTime()->Iterations(1)->Repetitions(2);

const Added kWhole({.name = "whole path over TLS, speed in the daemon's CPU",
                    .measured = kWholePath,
                    .baseline = kApplyingAll,
                    .bar = 0.8,
                    .aim = 1.2,
                    .faster = true});
const Added kDrain({.name = "10,000 phones at once, time to drain",
                    .measured = kRush,
                    .baseline = "CPU of handshake, check, signature and apply",
                    .bar = 2.0,
                    .aim = 1.4,
                    .of = Ratio::Of::counter,
                    .counter = "drain_over_floor"});
const Added kFair({.name = "10,000 phones at once, acceptance to receipt, p99",
                   .measured = kRush,
                   .baseline = "p50",
                   .bar = 3,
                   .aim = 2,
                   .of = Ratio::Of::counter,
                   .counter = "p99_over_p50"});
const Added kMemory({.name = "memory of syncd with 10,000 idle phones",
                     .measured = kIdle,
                     .baseline = "resident",
                     .bar = 600,
                     .aim = 300,
                     .of = Ratio::Of::counter,
                     .counter = "MB",
                     .unit = "MB"});

}  // namespace
}  // namespace xiangji::bench
