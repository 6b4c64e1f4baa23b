// What a change costs as the centre grows: evenly spread edits of old rows, in groups of 100
// envelopes, at 10⁴ rows and at many more.
#include <benchmark/benchmark.h>

#include <map>
#include <memory>

#include "tests/bench/bench_centre.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"

namespace xiangji::bench {
namespace {

constexpr std::uint64_t kSeed = 11;
constexpr std::size_t kSenders = 50;
constexpr std::size_t kEnvelopesAGroup = 100;
constexpr std::size_t kRowsAnEnvelope = 1'000;

/// A centre with so many rows, and those who wrote them.
struct Grown {
    explicit Grown(std::size_t rows) : senders(sendersOf(kSeed, kSenders)), centre(senders) {
        for (std::size_t i = 0; i < senders.size(); ++i) {
            scribes.emplace_back(kSeed + i, senders[i].person, senders[i].unit);
        }
        const std::size_t most = std::min(kRowsAnEnvelope, rows / kSenders);
        for (std::size_t made = 0; made < rows; made += most * kSenders) {
            push(1, [&](Scribe& scribe) { return scribe.inserts(most); });
        }
        // Each row about once before anything is measured: the writer has read their pages, as it
        // has where syncd ran for some days. After a start it reads them again, as they are asked
        // for.
        for (std::size_t edited = 0; edited < rows;
             edited += kEnvelopesAGroup * kChangesAnEnvelope) {
            push(kEnvelopesAGroup / kSenders,
                 [](Scribe& scribe) { return scribe.edits(kChangesAnEnvelope); });
        }
    }

    template <typename Write>
    std::vector<BenchCentre::Pushed> written(std::size_t envelopesEach, Write write) {
        std::vector<BenchCentre::Pushed> group;
        for (std::size_t i = 0; i < senders.size(); ++i) {
            auto& pushed = group.emplace_back(BenchCentre::Pushed{senders[i].device(), {}});
            for (std::size_t k = 0; k < envelopesEach; ++k) {
                pushed.envelopes.push_back(syncd::openEnvelope(
                    senders[i].envelope(write(scribes[i]), centre.identity, centre.lsn()),
                    senders[i].key.publicKey(), &centre.seals));
            }
        }
        return group;
    }
    template <typename Write>
    void push(std::size_t envelopesEach, Write write) {
        centre.merge(written(envelopesEach, write));
    }

    std::vector<Sender> senders;
    BenchCentre centre;
    std::vector<Scribe> scribes;
};

/// By rows. Filling takes longer than measuring: once for all repetitions.
std::map<std::size_t, std::unique_ptr<Grown>>& allGrown() {
    static std::map<std::size_t, std::unique_ptr<Grown>> all;
    return all;
}
const Afterwards kLetGo([] { allGrown().clear(); });

Grown& grownTo(std::size_t rows) {
    auto& grown = allGrown()[rows];
    if (!grown) {
        grown = std::make_unique<Grown>(rows);
    }
    return *grown;
}

void editing(benchmark::State& state, std::size_t rows) {
    auto& grown = grownTo(settings().size(rows, 100));
    const auto before = grown.centre.lsn();
    std::uint64_t changes = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto group = grown.written(kEnvelopesAGroup / kSenders, [](Scribe& scribe) {
            return scribe.edits(kChangesAnEnvelope);
        });
        state.ResumeTiming();
        grown.centre.merge(group);
        changes += kEnvelopesAGroup * kChangesAnEnvelope;
    }
    if (grown.centre.lsn() - before != changes) {
        state.SkipWithError("some changes were not taken");
    }
}

constexpr const char* kSmall = "editing old rows in a centre of 10,000";
constexpr const char* kLarge = "editing old rows in a centre of 1,000,000";
constexpr const char* kHuge = "editing old rows in a centre of 10,000,000";

/// Long enough that the checkpoints of the large one's log fall into each repetition.
constexpr double kSecondsARepetition = 10;

void add(const char* name, std::size_t rows) {
    auto* added = benchmark::RegisterBenchmark(name, editing, rows);
    added->Unit(benchmark::kMillisecond);
    if (!settings().tiny) {
        added->MinTime(kSecondsARepetition);
    }
}

Ratio ratio(const char* name, const char* measured, Ratio::Of of) {
    return {
        .name = name, .measured = measured, .baseline = kSmall, .bar = 1.5, .aim = 1.2, .of = of};
}

const Added kCpu(ratio("cost of a change in a centre of 10^6 rows, CPU", kLarge, Ratio::Of::cpu));
const Added kWall(ratio("cost of a change in a centre of 10^6 rows, wall", kLarge,
                        Ratio::Of::wall));
const Later kSizes([] {
    add(kSmall, 10'000);
    add(kLarge, 1'000'000);
    if (!settings().big) {
        return;
    }
    add(kHuge, 10'000'000);
    ratios().push_back(
        ratio("cost of a change in a centre of 10^7 rows, CPU", kHuge, Ratio::Of::cpu));
    ratios().push_back(
        ratio("cost of a change in a centre of 10^7 rows, wall", kHuge, Ratio::Of::wall));
});

}  // namespace
}  // namespace xiangji::bench
