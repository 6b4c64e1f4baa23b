// What the centre's merge core costs: a group of envelopes decoded, authorised, merged, logged,
// receipted and durable, against SQLite applying the changesets of the same changes.
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "core/sync/envelope.hpp"
#include "tests/bench/bench_centre.hpp"
#include "tests/bench/plain_apply.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"
#include "wire/session.pb.h"

namespace xiangji::bench {
namespace {

constexpr std::size_t kEnvelopesAGroup = 100;
constexpr std::uint64_t kSeed = 7;

std::size_t envelopesAGroup() {
    return settings().size(kEnvelopesAGroup, 2);
}
/// Of so many phones a group's envelopes are: each pushes 200 changes, as along the whole path.
std::size_t phones() {
    return settings().size(10, 1);
}
/// Or each envelope is another phone's.
std::size_t lonePhones() {
    return envelopesAGroup();
}

std::vector<Scribe> scribesOf(const std::vector<Sender>& senders) {
    std::vector<Scribe> scribes;
    for (std::size_t i = 0; i < senders.size(); ++i) {
        scribes.emplace_back(kSeed + i, senders[i].person, senders[i].unit);
    }
    return scribes;
}

/// Requests as they come off the wire, one a phone.
struct Arrived {
    std::size_t sender = 0;
    Bytes push;
};

std::vector<Arrived> arriving(std::vector<Sender>& senders, std::vector<Scribe>& scribes,
                              const BenchCentre& centre) {
    std::vector<Arrived> arrived;
    const std::size_t each = envelopesAGroup() / senders.size();
    for (std::size_t i = 0; i < senders.size(); ++i) {
        wire::Push push;
        for (std::size_t k = 0; k < each; ++k) {
            *push.add_envelopes() =
                senders[i].envelope(scribes[i].changes(), centre.identity, centre.lsn());
        }
        arrived.push_back({i, push.SerializeAsString()});
    }
    return arrived;
}

std::vector<syncd::OpenedEnvelope> opened(const Bytes& arrived, const syncd::SealedCells& seals) {
    wire::Push push;
    if (!parseOutside(push, arrived)) {
        throw std::runtime_error("a push cannot be read");
    }
    std::vector<syncd::OpenedEnvelope> envelopes;
    for (auto& envelope : *push.mutable_envelopes()) {
        envelopes.push_back(syncd::openEnvelope(std::move(envelope), &seals));
        envelopes.back().signedByDevice = true;
    }
    return envelopes;
}

void merging(benchmark::State& state, bool checked, std::size_t senderCount) {
    auto senders = sendersOf(kSeed, senderCount);
    auto scribes = scribesOf(senders);
    BenchCentre centre(senders);
    const auto before = centre.lsn();
    std::uint64_t changes = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto arrived = arriving(senders, scribes, centre);
        state.ResumeTiming();
        std::vector<BenchCentre::Pushed> group;
        for (const auto& [sender, push] : arrived) {
            auto& pushed = group.emplace_back(
                BenchCentre::Pushed{senders[sender].device(), opened(push, centre.seals)});
            if (checked) {
                syncd::checkSignatures(pushed.envelopes, senders[sender].key.publicKey());
            }
        }
        centre.merge(group);
        changes += envelopesAGroup() * kChangesAnEnvelope;
    }
    if (centre.lsn() - before != changes) {
        state.SkipWithError("some changes were not taken");
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(changes));
}

void applying(benchmark::State& state) {
    const auto senders = sendersOf(kSeed, phones());
    auto scribes = scribesOf(senders);
    PlainApply plain;
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<Bytes> changesets;
        const std::size_t each = envelopesAGroup() / senders.size();
        for (auto& scribe : scribes) {
            for (std::size_t k = 0; k < each; ++k) {
                changesets.push_back(plain.recorded(scribe.changes()));
            }
        }
        state.ResumeTiming();
        plain.apply(changesets);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(envelopesAGroup() * kChangesAnEnvelope));
}

void checking(benchmark::State& state, std::size_t senderCount) {
    auto senders = sendersOf(kSeed, senderCount);
    auto scribes = scribesOf(senders);
    const BenchCentre centre(senders);
    std::vector<std::vector<syncd::OpenedEnvelope>> group;
    for (const auto& arrived : arriving(senders, scribes, centre)) {
        group.push_back(opened(arrived.push, centre.seals));
    }
    for (auto _ : state) {
        for (std::size_t i = 0; i < senders.size(); ++i) {
            syncd::checkSignatures(group[i], senders[i].key.publicKey());
            benchmark::DoNotOptimize(group[i].front().signedByDevice);
        }
    }
}

constexpr const char* kApplying = "sqlite3changeset_apply_v2 of 100 changesets";
constexpr const char* kMerging = "merging 100 envelopes";
constexpr const char* kChecking = "checking signatures of 100 envelopes";
constexpr const char* kMergingChecked = "merging 100 envelopes, signatures checked";
constexpr const char* kMergingLone = "merging 100 phones' envelopes, signatures checked";

const Added kCore({.name = "merge core, speed",
                   .measured = kMerging,
                   .baseline = kApplying,
                   .bar = 1.0,
                   .aim = 1.5,
                   .faster = true});
const Added kCoreChecked({.name = "merge core with signature checks, speed",
                          .measured = kMergingChecked,
                          .baseline = kApplying,
                          .bar = 1.0,
                          .aim = 1.5,
                          .faster = true});
const Added kChecks({.name = "merge core, its signature checks apart",
                     .measured = kChecking,
                     .baseline = kApplying});
const Added kLone({.name = "merge core, each envelope another phone's, checked, speed",
                   .measured = kMergingLone,
                   .baseline = kApplying,
                   .faster = true});

/// Often: one is some 13 % off its neighbours, and what is told apart here lies closer together.
constexpr int kRepetitions = 41;
/// As many groups in each, of all: each begins with a new township.
constexpr int kGroups = 20;

template <typename Run>
benchmark::internal::Benchmark* add(const char* name, Run run) {
    auto* added = benchmark::RegisterBenchmark(name, run);
    added->Unit(benchmark::kMillisecond);
    if (!settings().tiny) {
        added->Repetitions(kRepetitions);
    }
    return added;
}

template <typename Run>
void addGroups(const char* name, Run run) {
    add(name, run)->Iterations(settings().tiny ? 1 : kGroups);
}

const Later kAll([] {
    addGroups(kApplying, applying);
    addGroups(kMerging, [](benchmark::State& state) { merging(state, false, phones()); });
    addGroups(kMergingChecked, [](benchmark::State& state) { merging(state, true, phones()); });
    addGroups(kMergingLone, [](benchmark::State& state) { merging(state, true, lonePhones()); });
    add(kChecking, [](benchmark::State& state) { checking(state, phones()); });
});

}  // namespace
}  // namespace xiangji::bench
