// How long everybody waits for an order to erase a child, in a centre of 100,000 rows: with the
// file written anew at once, and with that left for later.
#include <benchmark/benchmark.h>

#include <memory>
#include <stdexcept>

#include "core/records/field_seal.hpp"
#include "core/records/wire_values.hpp"
#include "syncd/merge/erasing/erasing.hpp"
#include "tests/bench/bench_centre.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"

namespace xiangji::bench {
namespace {

constexpr std::uint64_t kSeed = 23;
constexpr std::size_t kSenders = 20;
constexpr std::size_t kRows = 100'000;
constexpr std::size_t kRowsAnEnvelope = 1'000;
constexpr int kConsents = 3;

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

struct Filled {
    Filled() : senders(sendersOf(kSeed, kSenders)), centre(senders) {
        const auto rows = settings().size(kRows, 400);
        const auto most = std::min(kRowsAnEnvelope, rows / kSenders);
        for (std::size_t i = 0; i < kSenders; ++i) {
            scribes.emplace_back(kSeed + i, senders[i].person, senders[i].unit);
        }
        for (std::size_t made = 0; made < rows; made += most * kSenders) {
            for (std::size_t i = 0; i < kSenders; ++i) {
                push(i, scribes[i].inserts(most));
            }
        }
    }
    void push(std::size_t by, const std::vector<wire::Change>& changes) {
        auto& sender = senders[by];
        centre.merge({{sender.device(),
                       {syncd::openEnvelope(sender.envelope(changes, centre.identity, centre.lsn()),
                                            sender.key.publicKey(), &centre.seals)}}});
    }
    static void put(wire::Change& change, const RecordType& type, const char* field,
                    const Value& value) {
        auto& cell = *change.add_cells();
        cell.set_field(type.field(field)->number);
        putValue(cell, value);
    }
    /// In a box for the centre, as a phone sends what is sealed.
    void putSealed(wire::Change& change, const RecordType& type, const char* name,
                   std::string_view text) const {
        const CellPlace place{type.number, *Id::fromBytes(change.row()), type.field(name)->number};
        const FieldSeal seal(centre.key);
        auto& cell = *change.add_cells();
        cell.set_field(place.field);
        cell.set_sealed(*seal.box(place, seal.sealed(place, text), centre.key.publicKey()));
    }
    wire::Change made(const RecordType& type, const Id& id, const Sender& by) {
        wire::Change change;
        change.set_type(type.number);
        change.set_row(id.bytes());
        change.set_verb(wire::VERB_INSERT);
        put(change, type, "home_org", refTo(by.unit));
        put(change, type, "author_person", refTo(by.person));
        put(change, type, "created_dev_ms", std::int64_t{kMorning});
        if (!type.initialState().empty()) {
            put(change, type, "status", type.initialState());
        }
        return change;
    }
    Id family() {
        const auto& child = *Catalogue::builtIn().find("child");
        const auto& consent = *Catalogue::builtIn().find("guardian_consent");
        const Id id = Id::uuid7(kMorning, centre.random);
        std::vector<wire::Change> changes{made(child, id, senders[0])};
        putSealed(changes.back(), child, "alias", "小宝");
        for (int i = 0; i < kConsents; ++i) {
            changes.push_back(made(consent, Id::uuid7(kMorning, centre.random), senders[0]));
            put(changes.back(), consent, "child", refTo(id));
            putSealed(changes.back(), consent, "method", "4");
        }
        push(0, changes);
        return id;
    }

    std::vector<Sender> senders;
    BenchCentre centre;
    std::vector<Scribe> scribes;
};

/// Filled once for all repetitions.
std::unique_ptr<Filled>& once() {
    static std::unique_ptr<Filled> one;
    return one;
}
const Afterwards kLetGo([] { once().reset(); });

Filled& filled() {
    if (!once()) {
        once() = std::make_unique<Filled>();
    }
    return *once();
}

void erasing(benchmark::State& state, bool anew) {
    auto& [senders, centre, scribes] = filled();
    const auto& catalogue = Catalogue::builtIn();
    for (auto _ : state) {
        state.PauseTiming();
        const Id child = filled().family();
        state.ResumeTiming();
        std::uint64_t written = 0;
        bool committed = false;
        {
            auto transaction =
                must(syncd::Transaction::begin(*centre.central, centre.authority, kMorning));
            syncd::Erasing hand(*transaction, catalogue, centre.identity, centre.key);
            written = must(hand.erase({catalogue.find("child")->number, child, kMorning, "王芳"}))
                          .written;
            committed = bool(transaction->commit());
        }
        const bool clean = bool(anew ? centre.central->scrub() : centre.central->emptyLog());
        if (!committed || !clean || written != 1 + kConsents) {
            state.SkipWithError(("not erased: committed " + std::to_string(committed) + ", clean " +
                                 std::to_string(clean) + ", rows " + std::to_string(written))
                                    .c_str());
        }
    }
}

constexpr const char* kNow = "erasing a child of 100,000 rows, the file written anew";
constexpr const char* kLater = "erasing a child of 100,000 rows, that left for later";
BENCHMARK_CAPTURE(erasing, now, true)->Name(kNow)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(erasing, later, false)->Name(kLater)->Unit(benchmark::kMillisecond);

const Added kWait({.name = "how long an order to erase holds everybody up, left for later",
                   .measured = kLater,
                   .baseline = kNow,
                   .of = Ratio::Of::wall});

}  // namespace
}  // namespace xiangji::bench
