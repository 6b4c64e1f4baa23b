// What recording costs: a person's transaction with its envelope in the outbox and what lies beside
// its rows, against the same rows written plainly: same tables, same prepared statements, same
// file, WAL and FULL. Rows are made ready outside of what is measured.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <span>
#include <stdexcept>

#include "core/store/local_transaction.hpp"
#include "syncd/merge/admission/asked_change.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/township.hpp"

namespace xiangji::bench {
namespace {

constexpr std::size_t kReadyAtOnce = 4'000;  ///< changes

/// What a person does to one row.
struct Deed {
    const RecordType* type = nullptr;
    Id row;
    wire::Verb verb = wire::VERB_UNSPECIFIED;
    Fields fields;
    std::string reason;
};

Deed deedOf(const wire::Change& change) {
    const auto decoded = syncd::decodeChange(change, Catalogue::builtIn());
    const auto& asked = std::get<syncd::AskedChange>(decoded);
    auto fields = asked.fields;
    if (asked.verb == wire::VERB_VOID) {
        fields = {{common::kVoidReason, asked.reason}};
    }
    return {asked.type, asked.row, asked.verb, std::move(fields), asked.reason};
}

void write(RowTable table, const Deed& deed) {
    if (deed.verb == wire::VERB_INSERT) {
        table.insert(deed.row, deed.fields);
    } else {
        table.update(deed.row, deed.fields);
    }
}

/// A phone's database in a folder of its own, and what its person is going to write.
class Bench {
 public:
    /// The next transaction's deeds.
    std::span<const Deed> next(benchmark::State& state, std::size_t count) {
        if (at_ + count > ready_.size()) {
            state.PauseTiming();
            ready_.clear();
            at_ = 0;
            for (const auto& change : scribe_.changes(kReadyAtOnce)) {
                ready_.push_back(deedOf(change));
            }
            state.ResumeTiming();
        }
        const auto from = at_;
        at_ += count;
        return std::span(ready_).subspan(from, count);
    }

    PhoneDatabase& database() { return *database_; }

 private:
    test::ScratchFolder folder_;
    std::unique_ptr<PhoneDatabase> database_ =
        *PhoneDatabase::open(folder_.path() / "phone.db", Catalogue::builtIn());
    Scribe scribe_{5, Id::ofHash("person"), Id::ofHash("unit")};
    std::vector<Deed> ready_;
    std::size_t at_ = 0;
};

void plain(benchmark::State& state, std::size_t changes) {
    Bench bench;
    auto& sql = bench.database().connection();
    for (auto _ : state) {
        const auto deeds = bench.next(state, changes);
        SqlTransaction transaction(sql);
        for (const auto& deed : deeds) {
            write(RowTable(sql, *deed.type), deed);
        }
        transaction.commit();
    }
}

void check(int code) {
    if (code != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errstr(code));
    }
}

/// What nothing that records with SQLite's session can be cheaper than: the session and its
/// changeset, which is thrown away.
void underSession(benchmark::State& state, std::size_t changes) {
    Bench bench;
    auto& sql = bench.database().connection();
    for (auto _ : state) {
        const auto deeds = bench.next(state, changes);
        SqlTransaction transaction(sql);
        sqlite3_session* session = nullptr;
        check(sqlite3session_create(sql.handle(), "main", &session));
        check(sqlite3session_attach(session, nullptr));
        for (const auto& deed : deeds) {
            write(RowTable(sql, *deed.type), deed);
        }
        int size = 0;
        void* changeset = nullptr;
        check(sqlite3session_changeset(session, &size, &changeset));
        sqlite3_free(changeset);
        sqlite3session_delete(session);
        transaction.commit();
    }
}

void recorded(benchmark::State& state, std::size_t changes) {
    Bench bench;
    const Id device = Id::ofHash("device");
    Instant now = kMorning;
    for (auto _ : state) {
        const auto deeds = bench.next(state, changes);
        LocalTransaction transaction(bench.database());
        for (const auto& deed : deeds) {
            write(transaction.table(*deed.type), deed);
            transaction.note(
                {.type = deed.type,
                 .row = deed.row,
                 .kind = deed.verb == wire::VERB_VOID ? Step::Kind::voiding : Step::Kind::write,
                 .reason = deed.reason});
        }
        transaction.commit(device, ++now);
    }
}

/// Often: one is some 7 % off its neighbours, and a bar lies closer than that.
constexpr int kRepetitions = 21;

template <typename Run>
void add(const char* name, Run run, std::size_t changes) {
    auto* added = benchmark::RegisterBenchmark(
        name, [run, changes](benchmark::State& state) { run(state, changes); });
    added->Unit(benchmark::kMicrosecond);
    if (!settings().tiny) {
        added->Repetitions(kRepetitions);
    }
}

const Later kAll([] {
    add("plain transaction of 20 changes", plain, 20);
    add("recorded transaction of 20 changes", recorded, 20);
    add("transaction of 20 changes under a session", underSession, 20);
    add("plain transaction of 1 change", plain, 1);
    add("transaction of 1 change under a session", underSession, 1);
    add("recorded transaction of 1 change", recorded, 1);
});

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

// Of these, what is SQLite's own.
const Added kTwentyUnderSession({.name = "recording 20 changes, the session's share of it",
                                 .measured = "transaction of 20 changes under a session",
                                 .baseline = "plain transaction of 20 changes"});
const Added kOneUnderSession({.name = "recording 1 change, the session's share of it",
                              .measured = "transaction of 1 change under a session",
                              .baseline = "plain transaction of 1 change"});

}  // namespace
}  // namespace xiangji::bench
