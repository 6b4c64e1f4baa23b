// What a phone's core holds in memory over a home of 100,000 rows, in a process of its own.
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "core/store/phone_database.hpp"
#include "core/store/row_table.hpp"
#include "syncd/merge/admission/asked_change.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/process.hpp"
#include "tests/support/township.hpp"

namespace xiangji::bench {
namespace {

constexpr std::uint64_t kSeed = 13;
constexpr std::size_t kAtOnce = 1'000;
constexpr const char* kDatabase = "phone.db";

/// As if pulled: rows without an outbox.
void fill(const std::filesystem::path& home, const Me& me, std::size_t rows) {
    auto database = PhoneDatabase::open(home / kDatabase, Catalogue::builtIn());
    if (!database) {
        throw std::runtime_error(database.error().detail);
    }
    Scribe scribe(kSeed, me.person, me.unit);
    for (std::size_t made = 0; made < rows; made += kAtOnce) {
        SqlTransaction transaction((*database)->connection());
        for (const auto& change : scribe.inserts(std::min(kAtOnce, rows))) {
            const auto decoded = syncd::decodeChange(change, Catalogue::builtIn());
            const auto& asked = std::get<syncd::AskedChange>(decoded);
            RowTable((*database)->connection(), *asked.type).insert(asked.row, asked.fields);
        }
        transaction.commit();
    }
}

void holding(benchmark::State& state) {
    test::Township township;
    const auto phone = township.phone("李明", "team_leader");
    const auto me = (*phone)->me();
    phone->client.reset();
    fill(phone->home, me, settings().size(100'000, 500));
    for (auto _ : state) {
        const auto ended = test::runProgram({XIANGJI_BENCH_PHONE_CORE, phone->home.string()});
        if (ended.exit != 0) {
            state.SkipWithError("the phone's core failed");
            break;
        }
        state.counters["MB"] = std::stod(ended.out);
    }
}

constexpr const char* kHolding = "a phone's core with 100,000 rows";
BENCHMARK(holding)->Name(kHolding)->Unit(benchmark::kMillisecond)->Iterations(2)->Repetitions(2);

const Added kMemory({.name = "memory of a phone's core with 100,000 rows",
                     .measured = kHolding,
                     .baseline = "resident, at most",
                     .bar = 40,
                     .aim = 25,
                     .of = Ratio::Of::counter,
                     .counter = "MB",
                     .unit = "MB"});

}  // namespace
}  // namespace xiangji::bench
