// What recording costs: a person's transaction with its session and outbox row, against the same
// rows written plainly.
#include <benchmark/benchmark.h>

#include "core/base/random.hpp"
#include "core/store/local_transaction.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/support/township.hpp"

namespace xiangji::bench {
namespace {

const RecordType& activity() {
    return *Catalogue::builtIn().find("activity");
}

Fields rowOf(int number) {
    std::string note;
    while (note.size() < 120) {
        note += "村小学暑期防溺水宣讲，";
    }
    Fields fields;
    fields[common::kHomeOrg] = refTo(Id::ofHash("unit"));
    fields[common::kAuthorPerson] = refTo(Id::ofHash("person"));
    fields[common::kCreatedDevMs] = std::int64_t{1'781'827'200'000};
    fields[common::kStatus] = std::string("draft");
    fields[activity().field("title")->number] = "活动 " + std::to_string(number);
    fields[activity().field("type")->number] = std::int64_t{8};
    fields[activity().field("org")->number] = refTo(Id::ofHash("unit"));
    fields[activity().field("beneficiaries")->number] = std::int64_t{number % 90};
    fields[activity().field("summary")->number] = note;
    return fields;
}

/// A phone's database in a folder of its own.
struct Bench {
    test::ScratchFolder folder;
    std::unique_ptr<PhoneDatabase> database =
        *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    SystemRandom random;
    int number = 0;
};

void plain(benchmark::State& state, int rows) {
    Bench bench;
    for (auto _ : state) {
        SqlTransaction transaction(bench.database->connection());
        RowTable table(bench.database->connection(), activity());
        for (int i = 0; i < rows; ++i) {
            table.insert(Id::uuid7(bench.number, bench.random), rowOf(bench.number));
            ++bench.number;
        }
        transaction.commit();
    }
}

void recorded(benchmark::State& state, int rows) {
    Bench bench;
    const Id device = Id::ofHash("device");
    for (auto _ : state) {
        LocalTransaction transaction(*bench.database);
        auto table = transaction.table(activity());
        for (int i = 0; i < rows; ++i) {
            const Id id = Id::uuid7(bench.number, bench.random);
            table.insert(id, rowOf(bench.number));
            transaction.note({.type = &activity(), .row = id});
            ++bench.number;
        }
        transaction.commit(device, bench.number);
    }
}

BENCHMARK_CAPTURE(plain, 20, 20)
    ->Name("plain transaction of 20 changes")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(recorded, 20, 20)
    ->Name("recorded transaction of 20 changes")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(plain, 1, 1)
    ->Name("plain transaction of 1 change")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(recorded, 1, 1)
    ->Name("recorded transaction of 1 change")
    ->Unit(benchmark::kMicrosecond);

const Added kTwenty({.name = "recording 20 changes a transaction, CPU",
                     .measured = "recorded transaction of 20 changes",
                     .baseline = "plain transaction of 20 changes",
                     .bar = 1.8,
                     .aim = 1.65});
const Added kOne({.name = "recording 1 change a transaction, CPU",
                  .measured = "recorded transaction of 1 change",
                  .baseline = "plain transaction of 1 change",
                  .bar = 2.8,
                  .aim = 2.5});

}  // namespace
}  // namespace xiangji::bench
