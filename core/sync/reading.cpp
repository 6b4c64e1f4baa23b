#include "core/sync/reading.hpp"

#include <algorithm>

#include "core/sync/asking.hpp"

namespace xiangji {

namespace {

constexpr std::uint32_t kPullRows = 500;
constexpr int kMostScopes = 8;  // in one run: more, and somebody is moving grants about just now

}  // namespace

Outcome Reading::run(const PhoneState& state) {
    state_ = state;
    // A phone with nothing at all reads its scope whole first; another one gets what is new first.
    for (;;) {
        XIANGJI_TRY(follow());
        XIANGJI_LET(left, shelf_.toReadWhole());
        if (!left) {
            return {};
        }
        XIANGJI_TRY(readWhole());
        XIANGJI_LET(now, shelf_.state());
        state_ = now;
    }
}

Result<wire::Reply> Reading::ask(const wire::Request& request) {
    XIANGJI_LET(reply, askOver(link_, request));
    if (!reply.has_refusal()) {
        return reply;
    }
    if (reply.refusal().code() == wire::Refusal::CODE_REVOKED) {
        // What it had to send was sent before, and is put aside there.
        XIANGJI_TRY(shelf_.takeNoScope());
    }
    return errorOf(reply.refusal());
}

Outcome Reading::takeScope(const Bytes& scope) {
    if (++scopesTaken_ > kMostScopes) {
        return Error{Fault::busy,
                     "what this phone may see is being changed at the centre; try again in a "
                     "minute"};
    }
    XIANGJI_TRY(shelf_.takeScope(scope));
    XIANGJI_LET(now, shelf_.state());
    state_ = now;
    return {};
}

Outcome Reading::follow() {
    // The centre learns how far a phone has read from its next question, so the last page is
    // followed by one more: else everybody would seem to be behind until they come again.
    for (bool atHead = false;;) {
        XIANGJI_LET(unread, shelf_.toReadWhole());
        if (unread && state_.cursor == 0) {
            return {};
        }
        wire::Request request;
        auto& pull = *request.mutable_pull();
        pull.set_epoch(state_.epoch.bytes());
        pull.set_after_lsn(state_.cursor);
        pull.set_most_rows(kPullRows);
        pull.set_scope(state_.scope);
        XIANGJI_LET(reply, ask(request));
        if (!reply.has_page()) {
            return unexpectedAnswer();
        }
        const auto& page = reply.page();
        if (!page.scope().empty()) {
            XIANGJI_TRY(takeScope(page.scope()));
            continue;
        }
        if (page.next_lsn() < state_.cursor || (page.more() && page.next_lsn() == state_.cursor)) {
            return unexpectedAnswer();
        }
        XIANGJI_TRY(shelf_.takePage(page));
        const bool moved = page.next_lsn() > state_.cursor;
        state_.cursor = page.next_lsn();
        progressed_.received += static_cast<std::uint64_t>(page.rows_size());
        progressed_.toReceive = progressed_.received + page.rows_left();
        tell_();
        if (!page.more() && (atHead || !moved)) {
            return {};
        }
        atHead = !page.more();
    }
}

Outcome Reading::readWhole() {
    const Progressed before = progressed_;
    for (;;) {
        XIANGJI_LET(part, shelf_.toReadWhole());
        if (!part) {
            return {};
        }
        wire::Request request;
        auto& wanted = *request.mutable_snapshot();
        wanted.set_epoch(state_.epoch.bytes());
        wanted.set_scope(state_.scope);
        *wanted.mutable_parts() = part->parts();
        wanted.set_after(part->after());
        XIANGJI_LET(reply, ask(request));
        if (!reply.has_snapshot()) {
            return unexpectedAnswer();
        }
        const auto& page = reply.snapshot();
        if (!page.scope().empty()) {
            XIANGJI_TRY(takeScope(page.scope()));
            continue;
        }
        if (!page.next().empty() && page.next() == part->after()) {
            return unexpectedAnswer();
        }
        XIANGJI_LET(rows, shelf_.takeSnapshot(page));
        progressed_.received += rows;
        progressed_.toReceive = before.received + std::max(page.rows_in_all(), page.rows_so_far());
        progressed_.receivedBytes = page.bytes_so_far();
        progressed_.toReceiveBytes = std::max(page.bytes_in_all(), page.bytes_so_far());
        tell_();
    }
}

}  // namespace xiangji
