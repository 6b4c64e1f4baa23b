// What a pull costs a phone with unsent work of its own, against SQLite applying the changesets of
// the same changes.
#include <benchmark/benchmark.h>

#include "core/store/local_transaction.hpp"
#include "core/store/phone_shelf.hpp"
#include "core/sync/envelope.hpp"
#include "tests/bench/coalesced.hpp"
#include "tests/bench/plain_apply.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"
#include "tests/bench/workload.hpp"

namespace xiangji::bench {
namespace {

constexpr std::size_t kRowsAPage = 500;  // as a phone asks for them

std::size_t remoteChanges() {
    return settings().size(2'000, 40);
}
std::size_t oldRows() {
    return settings().size(5'000, 100);
}
std::size_t unsentEdits() {
    return settings().size(200, 4);
}

wire::Page pageOf(std::vector<wire::PulledRow>& rows, std::size_t from, std::uint64_t head) {
    wire::Page page;
    const auto until = std::min(rows.size(), from + kRowsAPage);
    for (std::size_t i = from; i < until; ++i) {
        *page.add_rows() = rows[i];
    }
    page.set_more(until < rows.size());
    page.set_next_lsn(page.more() ? rows[until - 1].lsn() : head);
    return page;
}

/// What was there before, and what others did since, as changesets and as pages off the wire.
struct Sent {
    std::vector<Bytes> oldChangesets;
    std::vector<wire::PulledRow> old;
    std::uint64_t oldHead = 0;
    std::vector<Bytes> changesets;
    std::vector<Bytes> pages;
};

const Sent& sent() {
    static const Sent all = [] {
        Sent made;
        Scribe scribe(12, Id::ofHash("person"), Id::ofHash("unit"));
        PlainApply plain;
        Coalesced rows;
        for (std::size_t i = 0; i < oldRows(); i += kChangesAnEnvelope) {
            const auto changes = scribe.inserts(kChangesAnEnvelope);
            made.oldChangesets.push_back(plain.recorded(changes));
            rows.take(changes);
        }
        made.old = rows.after(0);
        made.oldHead = rows.head();
        for (std::size_t i = 0; i < remoteChanges(); i += kChangesAnEnvelope) {
            const auto changes = scribe.changes();
            made.changesets.push_back(plain.recorded(changes));
            rows.take(changes);
        }
        auto news = rows.after(made.oldHead);
        for (std::size_t from = 0; from < news.size(); from += kRowsAPage) {
            wire::Reply reply;
            *reply.mutable_page() = pageOf(news, from, rows.head());
            made.pages.push_back(reply.SerializeAsString());
        }
        return made;
    }();
    return all;
}

/// A phone that has the old rows, and edited some of them since.
struct BusyPhone {
    explicit BusyPhone(const Sent& all) {
        auto old = all.old;
        for (std::size_t from = 0; from < old.size(); from += kRowsAPage) {
            take(pageOf(old, from, all.oldHead));
        }
        const auto& activity = *Catalogue::builtIn().find("activity");
        std::size_t edited = 0;
        for (const auto& row : old) {
            if (row.type() != activity.number || edited == unsentEdits()) {
                continue;
            }
            const Id id = *Id::fromBytes(row.row());
            LocalTransaction transaction(*database);
            transaction.table(activity).update(
                id, {{activity.field("place")->number, "改到" + std::to_string(edited)}});
            transaction.note({.type = &activity, .row = id});
            transaction.commit(Id::ofHash("device"), kMorning + static_cast<Instant>(edited));
            ++edited;
        }
    }
    void take(const wire::Page& page) {
        if (const auto taken = shelf.takePage(page); !taken) {
            throw std::runtime_error(taken.error().detail);
        }
    }

    test::ScratchFolder folder;
    std::mutex mutex;
    std::unique_ptr<PhoneDatabase> database =
        *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    PhoneShelf shelf{*database, mutex, [] {}};
};

void pull(benchmark::State& state) {
    const auto& all = sent();
    for (auto _ : state) {
        state.PauseTiming();
        auto phone = std::make_unique<BusyPhone>(all);
        state.ResumeTiming();
        for (const auto& bytes : all.pages) {
            wire::Reply reply;
            if (!parseOutside(reply, bytes)) {
                throw std::runtime_error("a page cannot be read");
            }
            phone->take(reply.page());
        }
        state.PauseTiming();
        phone.reset();
        state.ResumeTiming();
    }
}

void plainly(benchmark::State& state) {
    const auto& all = sent();
    for (auto _ : state) {
        state.PauseTiming();
        auto phone = std::make_unique<PlainApply>();
        phone->apply(all.oldChangesets);
        state.ResumeTiming();
        phone->apply(all.changesets);
        state.PauseTiming();
        phone.reset();
        state.ResumeTiming();
    }
}

BENCHMARK(pull)
    ->Name("pull of 2,000 changes over 200 unsent")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3);
BENCHMARK(plainly)
    ->Name("plain apply of 2,000 changes")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3);

const Added kPull({.name = "pull of 2,000 remote changes over 200 unsent, CPU",
                   .measured = "pull of 2,000 changes over 200 unsent",
                   .baseline = "plain apply of 2,000 changes",
                   .bar = 1.5,
                   .aim = 1});

}  // namespace
}  // namespace xiangji::bench
