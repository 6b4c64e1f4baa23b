#include "tests/bench/plain_apply.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "core/store/row_table.hpp"
#include "core/store/schema.hpp"
#include "syncd/merge/admission/asked_change.hpp"
#include "tests/bench/bench_centre.hpp"
#include "tests/bench/workload.hpp"

namespace xiangji::bench {

namespace {

constexpr std::size_t kChangesetsATransaction = 100;
constexpr int kNanosecondsASecond = 1'000'000'000;

std::unique_ptr<Connection> opened(const std::filesystem::path& file) {
    auto connection = Connection::open(file, Connection::Mode::write);
    if (!connection) {
        throw std::runtime_error(connection.error().detail);
    }
    furnishRecords(**connection, Catalogue::builtIn(), "");
    return *std::move(connection);
}

void check(int code) {
    if (code != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errstr(code));
    }
}

void write(Connection& connection, const wire::Change& change) {
    const auto decoded = syncd::decodeChange(change, Catalogue::builtIn());
    const auto& asked = std::get<syncd::AskedChange>(decoded);
    RowTable table(connection, *asked.type);
    switch (asked.verb) {
        case wire::VERB_INSERT:
            table.insert(asked.row, asked.fields);
            break;
        case wire::VERB_VOID:
            table.update(asked.row, {{common::kVoidReason, asked.reason}});
            break;
        default:
            table.update(asked.row, asked.fields);
    }
}

int refuse(void* /*context*/, int /*why*/, sqlite3_changeset_iter* /*at*/) {
    return SQLITE_CHANGESET_ABORT;
}

}  // namespace

PlainApply::PlainApply()
    : source_(opened(":memory:")), target_(opened(folder_.path() / "plain.db")) {}

Bytes PlainApply::recorded(const std::vector<wire::Change>& changes) {
    sqlite3_session* made = nullptr;
    check(sqlite3session_create(source_->handle(), "main", &made));
    const std::unique_ptr<sqlite3_session, decltype(&sqlite3session_delete)> session(
        made, &sqlite3session_delete);
    check(sqlite3session_attach(made, nullptr));
    for (const auto& change : changes) {
        write(*source_, change);
    }
    int size = 0;
    void* bytes = nullptr;
    check(sqlite3session_changeset(made, &size, &bytes));
    const std::unique_ptr<void, decltype(&sqlite3_free)> owner(bytes, &sqlite3_free);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void PlainApply::apply(const std::vector<Bytes>& changesets) {
    SqlTransaction transaction(*target_);
    for (const auto& changeset : changesets) {
        check(sqlite3changeset_apply_v2(target_->handle(), static_cast<int>(changeset.size()),
                                        const_cast<char*>(changeset.data()), nullptr, &refuse,
                                        nullptr, nullptr, nullptr, 0));
    }
    transaction.commit();
}

std::vector<Bytes> recordedOf(std::uint64_t seed, std::size_t phones, std::size_t envelopesEach) {
    PlainApply plain;
    std::vector<Bytes> changesets;
    const auto senders = sendersOf(seed, phones);
    for (std::size_t i = 0; i < senders.size(); ++i) {
        Scribe scribe(seed + i, senders[i].person, senders[i].unit);
        for (std::size_t k = 0; k < envelopesEach; ++k) {
            changesets.push_back(plain.recorded(scribe.changes()));
        }
    }
    return changesets;
}

double applySecondsOf(const std::vector<Bytes>& changesets) {
    PlainApply plain;
    double seconds = 0;
    for (auto from = changesets.begin(); from != changesets.end();) {
        const auto size =
            std::min<std::ptrdiff_t>(kChangesetsATransaction, changesets.end() - from);
        const std::vector<Bytes> group(from, from + size);
        const double before = cpuNow();
        plain.apply(group);
        seconds += cpuNow() - before;
        from += size;
    }
    return seconds;
}

double cpuNow() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / kNanosecondsASecond;
}

}  // namespace xiangji::bench
