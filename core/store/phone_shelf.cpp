#include "core/store/phone_shelf.hpp"

#include <algorithm>
#include <limits>

#include "core/base/hash.hpp"
#include "core/store/erased_rows.hpp"
#include "core/store/former_envelopes.hpp"
#include "core/store/lost_rows.hpp"
#include "core/store/overlays.hpp"
#include "core/store/phone_history.hpp"
#include "core/store/pulled_rows.hpp"
#include "core/store/scope_keeping.hpp"
#include "core/store/taken_receipt.hpp"
#include "core/store/taken_snapshot.hpp"
#include "core/store/under_new_key.hpp"

namespace xiangji {

namespace {

constexpr Instant kKeepSentMs = Instant{90} * 24 * 3600 * 1000;  // P8
constexpr Instant kMostAheadMs = 5 * 60 * 1000;
constexpr std::uint64_t kGreatestLsn = std::numeric_limits<std::int64_t>::max();

/// Until the next one would pass `mostBytes`; one at least, which alone always fits a frame.
std::vector<Waiting> waitingIn(Statement& query, std::size_t mostBytes) {
    std::vector<Waiting> batch;
    std::size_t bytes = 0;
    while (query.step()) {
        Waiting next{query.unsignedInteger(0), query.blob(1), query.blob(2), false, query.blob(3)};
        bytes += next.body.size() + next.receipt.size();
        if (!batch.empty() && bytes > mostBytes) {
            break;
        }
        batch.push_back(std::move(next));
    }
    return batch;
}

/// What of a standing decides which rows the centre shows this phone.
std::string sees(const wire::Standing& standing) {
    std::string all = standing.pending() ? "pending" : "";
    for (const auto& grant : standing.grants()) {
        all += grant.unit() + std::to_string(grant.role()) + ' ';
    }
    return all;
}

void know(PhoneDatabase& database, const Pins& pins) {
    database.know(known::kPin, Blob{pins.pin});
    database.know(known::kBackupPin, Blob{pins.backupPin});
}

/// Whether the centre has other envelopes under this device's numbers: what comes next would not
/// follow on what it has.
bool isFork(PhoneDatabase& database, const wire::Welcome& welcome) {
    const auto own = static_cast<std::uint64_t>(database.knownInteger(known::kLastSeq));
    if (welcome.last_seq() > own) {
        return true;
    }
    if (welcome.last_hash().empty()) {
        return false;
    }
    if (welcome.last_seq() == own) {
        return welcome.last_hash() != database.knownBytes(known::kLastHash);
    }
    auto query = database.connection().statement(
        "SELECT body FROM _outbox WHERE seq = ?1 UNION ALL SELECT body FROM _sent WHERE seq = ?1");
    query.bind(1, std::uint64_t{welcome.last_seq()} + 1);
    wire::EnvelopeBody next;
    return query.step() && next.ParseFromString(query.blob(0)) &&
           next.previous() != welcome.last_hash();
}

/// Where the centre is and by what it is known.
void knowCentre(PhoneDatabase& database, const PhoneState& state) {
    database.know(known::kJoinedBy, Blob{state.joinedBy});
    database.know(known::kServerKey, Blob{state.serverKey});
    database.know(known::kHost, state.address.host);
    database.know(known::kPort, std::int64_t{state.address.port});
    know(database, {state.address.pin, state.address.backupPin});
    database.know(known::kCertificate, Blob{state.certificate});
    PhoneHistory(database).learn({state.lineage.begin(), state.lineage.end()});
}

}  // namespace

template <typename Work>
auto PhoneShelf::locked(Work&& work) -> Result<decltype(work())> {
    const std::scoped_lock lock(mutex_);
    return guarded(std::forward<Work>(work));
}

template <typename Work>
auto PhoneShelf::committed(Work&& work) -> Result<decltype(work())> {
    auto result = locked([&] {
        SqlTransaction transaction(database_.connection());
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            transaction.commit();
        } else {
            auto value = work();
            transaction.commit();
            return value;
        }
    });
    if (result) {
        changed_();
    }
    return result;
}

Result<PhoneState> PhoneShelf::state() {
    return locked([&] {
        PhoneState state;
        state.server = database_.knownId(known::kServer);
        state.joined = !state.server.isNone();
        state.serverKey = database_.knownBytes(known::kServerKey);
        state.epoch = database_.knownId(known::kEpoch);
        state.cursor = static_cast<std::uint64_t>(database_.knownInteger(known::kCursor));
        if (const auto scope = database_.knownBytes(known::kScope); !scope.empty()) {
            state.scope = hashOf(scope);
        }
        state.address = {database_.knownText(known::kHost),
                         static_cast<std::uint16_t>(database_.knownInteger(known::kPort)),
                         database_.knownBytes(known::kPin),
                         database_.knownBytes(known::kBackupPin)};
        state.standing.ParseFromString(database_.knownBytes(known::kStanding));
        state.lastContactMs = database_.knownInteger(known::kLastContact);
        state.lastSeq = static_cast<std::uint64_t>(database_.knownInteger(known::kLastSeq));
        state.lastHash = database_.knownBytes(known::kLastHash);
        state.forked = database_.knownInteger(known::kForked) != 0;
        PhoneHistory(database_).tell(state);
        return state;
    });
}

Outcome PhoneShelf::joined(const PhoneState& state) {
    return committed([&] {
        database_.know(known::kServer, refTo(state.server));
        database_.know(known::kEpoch, refTo(state.epoch));
        database_.know(known::kCursor, std::int64_t{0});
        database_.know(known::kStanding, Blob{state.standing.SerializeAsString()});
        database_.know(known::kLastContact, state.lastContactMs);
        knowCentre(database_, state);
    });
}

Outcome PhoneShelf::rejoined(const PhoneState& state) {
    return committed([&] {
        PhoneHistory(database_).forgetLineage();
        knowCentre(database_, state);
    });
}

Result<std::uint64_t> PhoneShelf::goesOnUnder(const SigningKey& now, const SigningKey& before,
                                              const PhoneState& state,
                                              const std::function<void()>& settled) {
    auto begun = locked([&] {
        SqlTransaction transaction(database_.connection());
        PhoneHistory(database_).forgetLineage();
        FormerEnvelopes(database_).keepCertificate();
        knowCentre(database_, state);
        database_.know(known::kStanding, Blob{state.standing.SerializeAsString()});
        const auto again = UnderNewKey(database_, before, now).begin();
        transaction.commit();
        settled();
        return again;
    });
    if (begun) {
        changed_();
    }
    return begun;
}

Outcome PhoneShelf::knownBy(const Pins& pins) {
    return committed([&] { know(database_, pins); });
}

Outcome PhoneShelf::welcomed(const wire::Welcome& welcome, Instant nowMs) {
    return committed([&] {
        wire::Standing before;
        before.ParseFromString(database_.knownBytes(known::kStanding));
        if (database_.knownBytes(known::kScope).empty() &&
            sees(before) != sees(welcome.standing())) {
            // A centre that states no scope: what came into sight lies behind the cursor.
            database_.know(known::kCursor, std::int64_t{0});
        }
        database_.know(known::kStanding, Blob{welcome.standing().SerializeAsString()});
        database_.know(known::kLastContact, nowMs);
        if (!welcome.certificate().empty()) {
            database_.know(known::kCertificate, Blob{welcome.certificate()});
        }
        const bool forked = isFork(database_, welcome);
        database_.know(known::kForked, std::int64_t{forked});
        database_.know(known::kCentreHas,
                       static_cast<std::int64_t>(forked ? 0 : welcome.last_seq()));
        if (!forked) {
            // What waits at the centre in this life too: it answers with the receipt it gave then.
            auto query = database_.connection().statement(
                "UPDATE _outbox SET held = 1 WHERE held = 0 AND seq <= ?1 AND seq IN "
                "(SELECT seq FROM _verdict WHERE verdict = ?2)");
            query.bind(1, std::uint64_t{welcome.last_seq()});
            query.bind(2, int{wire::VERDICT_HELD}).run();
        }
        PhoneHistory history(database_);
        history.learn(welcome.lineage());
        history.witness(welcome.epoch(), welcome.head_lsn(), welcome.head_hash());
        const Instant ahead = nowMs - welcome.now_ms();
        database_.know(known::kClockOffset, ahead > kMostAheadMs ? -ahead : std::int64_t{0});
        if (static_cast<Hlc>(database_.knownInteger(known::kLastHlc)) >
            hlcOf(welcome.now_ms() + kMostAheadMs)) {
            database_.know(known::kLastHlc, static_cast<std::int64_t>(hlcOf(welcome.now_ms())));
        }
        // By the centre's time: a phone whose clock jumps ahead must not throw away what it holds.
        const Instant oldest = welcome.now_ms() - kKeepSentMs;
        auto old = database_.connection().statement("DELETE FROM _sent WHERE receipted_ms < ?1");
        old.bind(1, oldest).run();
        FormerEnvelopes(database_).forgetBefore(oldest);
    });
}

Result<std::vector<Waiting>> PhoneShelf::unsent(std::uint64_t fromSeq, std::size_t mostBytes) {
    return locked([&] {
        auto query = database_.connection().statement(
            "SELECT seq, body, hash, x'' FROM _outbox WHERE seq >= ?1 AND held = 0 ORDER BY seq");
        query.bind(1, fromSeq);
        return waitingIn(query, mostBytes);
    });
}

Result<std::vector<Waiting>> PhoneShelf::again(std::uint64_t from, std::size_t mostBytes) {
    return locked([&] {
        auto query = database_.connection().statement(
            "SELECT seq, body, hash, x'' FROM _outbox WHERE seq >= ?1 "
            "UNION ALL SELECT seq, body, hash, receipt FROM _sent WHERE seq >= ?1 ORDER BY seq");
        query.bind(1, from);
        return waitingIn(query, mostBytes);
    });
}

Result<std::vector<std::uint64_t>> PhoneShelf::heldSeqs() {
    return locked([&] {
        auto query = database_.connection().statement(
            "SELECT seq FROM _outbox WHERE held = 1 UNION SELECT seq FROM _verdict WHERE "
            "verdict = 5 AND seq < ?1 ORDER BY seq");
        query.bind(1, kBeyondNumbers);
        std::vector<std::uint64_t> seqs;
        while (query.step()) {
            seqs.push_back(query.unsignedInteger(0));
        }
        return seqs;
    });
}

Result<std::uint64_t> PhoneShelf::unsentCount() {
    return locked([&] {
        auto query =
            database_.connection().statement("SELECT count(*) FROM _outbox WHERE held = 0");
        query.step();
        return query.unsignedInteger(0);
    });
}

Result<std::vector<Verdict>> PhoneShelf::takeReceipt(const wire::Receipt& receipt,
                                                     const wire::ReceiptBody& body, Instant nowMs) {
    return committed([&] {
        PhoneHistory(database_).witness(body.epoch(), body.head_lsn(), body.head_hash());
        return TakenReceipt(database_, receipt, body, nowMs).take();
    });
}

Outcome PhoneShelf::takePage(const wire::Page& page) {
    const auto taken = committed([&] {
        ErasedRows(database_).take(page.erased());
        PulledRows(database_).take(page.rows(), page.labels());
        // The cursor moves in the same commit: a crash between the two would skip rows.
        database_.know(known::kCursor, static_cast<std::int64_t>(page.next_lsn()));
        if (!page.more()) {
            // Rows come once, at their last place: only at the head is everything before it here.
            database_.know(known::kSeen, static_cast<std::int64_t>(page.next_lsn()));
            Overlays(database_).settle(page.next_lsn());
        }
    });
    if (taken && !page.more()) {
        scrub();
    }
    return taken;
}

void PhoneShelf::scrub() {
    (void)locked([&] {
        if (ErasedRows erased(database_); erased.scrubDue()) {
            erased.scrub();
        }
    });
}

Outcome PhoneShelf::takeScope(const Bytes& scope) {
    return committed([&] {
        if (!ScopeKeeping(database_).take(scope)) {
            throw SqlFault({Fault::untrusted,
                            "the centre's word on what this phone may hold cannot be read; nothing "
                            "was changed, try again later"});
        }
    });
}

Outcome PhoneShelf::takeNoScope() {
    return committed([&] { ScopeKeeping(database_).takeNothing(); });
}

Result<std::optional<wire::Backfill>> PhoneShelf::toReadWhole() {
    return locked([&] {
        const auto backfills = ScopeKeeping(database_).backfills();
        return backfills.waiting().empty() ? std::nullopt : std::optional(backfills.waiting(0));
    });
}

Result<std::uint64_t> PhoneShelf::takeSnapshot(const wire::SnapshotPage& page) {
    return committed([&] { return TakenSnapshot(database_).take(page); });
}

Outcome PhoneShelf::startEpoch(const Id& epoch, std::uint64_t sharedLsn,
                               const EpochRecords& records) {
    return committed([&] {
        PhoneHistory(database_).learn(records);
        PhoneHistory(database_).loseBehind(sharedLsn);
        FormerEnvelopes(database_).lose();
        const auto shared = static_cast<std::int64_t>(std::min(sharedLsn, kGreatestLsn));
        database_.know(known::kEpoch, refTo(epoch));
        const auto cursor = database_.knownInteger(known::kCursor);
        database_.know(known::kCursor, std::min(cursor, shared));
        database_.know(known::kSeen, std::min(database_.knownInteger(known::kSeen), shared));
        database_.connection().execute("UPDATE _outbox SET held = 0");
        // Where a part was being read whole is a place in the old life. From the very beginning
        // pulling brings all of it, unless nothing had been read before: then it is read whole.
        ScopeKeeping(database_).readWholeAgain(shared != 0 || cursor == 0,
                                               static_cast<std::uint64_t>(shared));
        Overlays(database_).forgetPlaces();
    });
}

Result<Lost> PhoneShelf::lost(std::int64_t after, std::size_t mostBytes) {
    return committed([&] { return LostRows(database_).after(after, mostBytes); });
}

Outcome PhoneShelf::takeRecalled(const wire::Recalled& answered) {
    return committed([&] {
        wire::Recalled recalled = answered;
        ScopeKeeping scope(database_);
        scope.readAgainWhatIsDenied(answered);
        scope.fit(recalled);
        PulledRows(database_).take(recalled.rows(), recalled.labels());
        LostRows lost(database_);
        for (const auto& row : recalled.rows()) {
            lost.settle(row);
        }
    });
}

Result<FormerPost> PhoneShelf::former(std::uint64_t after, std::size_t mostBytes) {
    return locked([&] { return FormerEnvelopes(database_).after(after, mostBytes); });
}

Outcome PhoneShelf::formerGivenBack() {
    return committed([&] { FormerEnvelopes(database_).givenBack(); });
}

}  // namespace xiangji
