// What the centre's merge core costs: a group of envelopes decoded, authorised, merged, logged,
// receipted and durable, against SQLite applying the changesets of the same changes.
#include <benchmark/benchmark.h>

#include "core/sync/envelope.hpp"
#include "tests/bench/bench_centre.hpp"
#include "tests/bench/plain_apply.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"
#include "wire/session.pb.h"

namespace xiangji::bench {
namespace {

constexpr std::size_t kEnvelopesAGroup = 100;
constexpr std::size_t kSenders = 50;
constexpr std::uint64_t kSeed = 7;

std::size_t envelopesAGroup() {
    return settings().size(kEnvelopesAGroup, 2);
}
std::size_t senderCount() {
    return settings().size(kSenders, 2);
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

void merging(benchmark::State& state, bool checked) {
    auto senders = sendersOf(kSeed, senderCount());
    auto scribes = scribesOf(senders);
    BenchCentre centre(senders);
    const auto before = centre.lsn();
    std::uint64_t changes = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto arrived = arriving(senders, scribes, centre);
        state.ResumeTiming();
        std::vector<BenchCentre::Pushed> group;
        for (const auto& one : arrived) {
            wire::Push push;
            if (!parseOutside(push, one.push)) {
                state.SkipWithError("a push cannot be read");
            }
            const auto& key = senders[one.sender].key.publicKey();
            auto& pushed =
                group.emplace_back(BenchCentre::Pushed{senders[one.sender].device(), {}});
            for (auto& envelope : *push.mutable_envelopes()) {
                pushed.envelopes.push_back(syncd::openEnvelope(std::move(envelope), &centre.seals));
                auto& opened = pushed.envelopes.back();
                opened.signedByDevice = !checked || syncd::isSignedBy(opened, key);
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
    auto senders = sendersOf(kSeed, senderCount());
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

void checking(benchmark::State& state) {
    auto sender = std::move(sendersOf(kSeed, 1).front());
    Scribe scribe(kSeed, sender.person, sender.unit);
    const auto opened = syncd::openEnvelope(sender.envelope(scribe.changes(), {}, 0), nullptr);
    for (auto _ : state) {
        for (std::size_t i = 0; i < envelopesAGroup(); ++i) {
            benchmark::DoNotOptimize(syncd::isSignedBy(opened, sender.key.publicKey()));
        }
    }
}

constexpr const char* kApplying = "sqlite3changeset_apply_v2 of 100 changesets";
constexpr const char* kMerging = "merging 100 envelopes";
constexpr const char* kChecking = "checking 100 signatures";
constexpr const char* kMergingChecked = "merging 100 envelopes, signatures checked";

BENCHMARK(applying)->Name(kApplying)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(merging, unchecked, false)->Name(kMerging)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(merging, checked, true)->Name(kMergingChecked)->Unit(benchmark::kMillisecond);
BENCHMARK(checking)->Name(kChecking)->Unit(benchmark::kMillisecond);

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

}  // namespace
}  // namespace xiangji::bench
