#include "core/store/taken_snapshot.hpp"

#include <google/protobuf/arena.h>

#include <algorithm>

#include "core/base/packing.hpp"
#include "core/records/limits.hpp"
#include "core/store/pulled_rows.hpp"
#include "core/store/scope_keeping.hpp"

namespace xiangji {

namespace {

[[noreturn]] void unreadable() {
    throw SqlFault({Fault::untrusted,
                    "what the centre sent cannot be read; nothing was lost, try again later"});
}

}  // namespace

std::uint64_t TakenSnapshot::take(const wire::SnapshotPage& page) {
    ScopeKeeping scope(database_);
    auto backfills = scope.backfills();
    if (backfills.waiting().empty()) {
        return 0;  // the scope changed meanwhile and nothing of it is wanted any more
    }
    const auto rows = takeRows(page.rows());
    const bool first = database_.knownInteger(known::kCursor) == 0;
    auto& current = *backfills.mutable_waiting(0);
    // Where it had to begin anew, what had come before is as it was then, and may have left.
    const auto began = current.lsn() == 0 ? page.lsn() : std::min(current.lsn(), page.lsn());
    const auto lsn = static_cast<std::int64_t>(began);
    if (first && database_.knownInteger(known::kSeen) < lsn) {
        // Each of these rows is as it was then or later. Of what has not come yet the person has
        // seen nothing; ScopeKeeping::seen tells where that matters.
        database_.know(known::kSeen, lsn);
    }
    current.set_after(page.next());
    current.set_lsn(began);
    if (page.next().empty()) {
        backfills.mutable_waiting()->DeleteSubrange(0, 1);
        if (first) {
            // What changed while it was read comes by pulling from where it began.
            database_.know(known::kCursor, lsn);
        }
    }
    scope.keep(backfills);
    return rows;
}

std::uint64_t TakenSnapshot::takeRows(const Bytes& bytes) {
    if (bytes.empty()) {
        return 0;
    }
    const auto plain = unpacked(bytes, kMaxUnpackedBytes);
    google::protobuf::Arena arena;
    auto& content = *google::protobuf::Arena::CreateMessage<wire::SnapshotRows>(&arena);
    if (!plain || !content.ParseFromString(*plain)) {
        unreadable();
    }
    PulledRows(database_).take(content.rows(), content.labels());
    return static_cast<std::uint64_t>(content.rows_size());
}

}  // namespace xiangji
