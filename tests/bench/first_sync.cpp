// What a first sync costs a phone: its scope read whole, page by page, each durable, against SQLite
// applying the changesets in which the same rows were made.
#include <benchmark/benchmark.h>

#include "core/base/packing.hpp"
#include "core/store/phone_shelf.hpp"
#include "core/sync/envelope.hpp"
#include "tests/bench/coalesced.hpp"
#include "tests/bench/plain_apply.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"
#include "tests/bench/workload.hpp"

namespace xiangji::bench {
namespace {

constexpr std::size_t kChangesetsATransaction = 100;
constexpr std::size_t kPageBytes = 256 * 1024;  // as the centre fills them

const Id& unit() {
    static const Id id = Id::ofHash("unit");
    return id;
}

std::size_t rowCount() {
    return settings().size(100'000, 400);
}

/// The same rows as changesets and as the pages of a snapshot, as they come off the wire.
struct Sent {
    std::vector<Bytes> changesets;
    std::vector<Bytes> pages;
    Bytes scope;
};

void addPage(Sent& sent, wire::SnapshotRows& rows, std::uint64_t head, bool last) {
    wire::Reply reply;
    auto& page = *reply.mutable_snapshot();
    page.set_lsn(head);
    page.set_rows(packed(rows.SerializeAsString()));
    page.set_next(last ? "" : "place " + std::to_string(sent.pages.size()));
    sent.pages.push_back(reply.SerializeAsString());
    rows.Clear();
}

const Sent& sent() {
    static const Sent all = [] {
        Sent made;
        Scribe scribe(11, Id::ofHash("person"), unit());
        PlainApply plain;
        Coalesced rows;
        for (std::size_t i = 0; i < rowCount(); i += kChangesAnEnvelope) {
            const auto changes = scribe.inserts(kChangesAnEnvelope);
            made.changesets.push_back(plain.recorded(changes));
            rows.take(changes);
        }
        wire::SnapshotRows page;
        std::size_t bytes = 0;
        for (auto& row : rows.whole()) {
            bytes += row.ByteSizeLong();
            *page.add_rows() = std::move(row);
            if (bytes > kPageBytes) {
                addPage(made, page, rows.head(), false);
                bytes = 0;
            }
        }
        addPage(made, page, rows.head(), true);
        wire::Scope scope;
        scope.set_level(Catalogue::builtIn().level());
        auto& part = *scope.add_parts();
        for (const auto& type : Catalogue::builtIn().types()) {
            part.add_types(type.number);
        }
        part.add_units(unit().bytes());
        made.scope = scope.SerializeAsString();
        return made;
    }();
    return all;
}

/// A phone that has nothing yet.
struct NewPhone {
    test::ScratchFolder folder;
    std::mutex mutex;
    std::unique_ptr<PhoneDatabase> database =
        *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    PhoneShelf shelf{*database, mutex, [] {}};
};

void must(const auto& outcome) {
    if (!outcome) {
        throw std::runtime_error(outcome.error().detail);
    }
}

void readWhole(benchmark::State& state) {
    const auto& all = sent();
    for (auto _ : state) {
        state.PauseTiming();
        auto phone = std::make_unique<NewPhone>();
        must(phone->shelf.takeScope(all.scope));
        state.ResumeTiming();
        for (const auto& bytes : all.pages) {
            wire::Reply reply;
            if (!parseOutside(reply, bytes)) {
                throw std::runtime_error("a page cannot be read");
            }
            must(phone->shelf.takeSnapshot(reply.snapshot()));
        }
        state.PauseTiming();
        phone.reset();
        state.ResumeTiming();
    }
}

void replay(benchmark::State& state) {
    const auto& all = sent();
    for (auto _ : state) {
        state.PauseTiming();
        auto phone = std::make_unique<PlainApply>();
        state.ResumeTiming();
        for (std::size_t i = 0; i < all.changesets.size(); i += kChangesetsATransaction) {
            const auto from = all.changesets.begin() + static_cast<std::ptrdiff_t>(i);
            const auto count = std::min(kChangesetsATransaction, all.changesets.size() - i);
            phone->apply({from, from + static_cast<std::ptrdiff_t>(count)});
        }
        state.PauseTiming();
        phone.reset();
        state.ResumeTiming();
    }
}

BENCHMARK(readWhole)
    ->Name("first sync of 100,000 rows")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK(replay)
    ->Name("replay of 100,000 rows' changesets")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

const Added kFirstSync({.name = "first sync of 100,000 rows, phone CPU",
                        .measured = "first sync of 100,000 rows",
                        .baseline = "replay of 100,000 rows' changesets",
                        .bar = 2.5,
                        .aim = 5,
                        .faster = true});

}  // namespace
}  // namespace xiangji::bench
