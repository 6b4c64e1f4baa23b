// The part of a run that gives a restored centre what it lost, beside this phone's own envelopes.
#include "core/sync/asking.hpp"
#include "core/sync/syncer.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kMostBytes = 256 * 1024;  // of what is given back at once

}  // namespace

Outcome Syncer::giveBackFormer(Link& link) {
    for (std::uint64_t place = 0;;) {
        XIANGJI_LET(post, shelf_.former(place, kMostBytes));
        if (post.former.envelopes().empty()) {
            return place == 0 ? Outcome() : shelf_.formerGivenBack();
        }
        wire::Request request;
        *request.mutable_former() = std::move(post.former);
        XIANGJI_LET(reply, ask(link, request));
        if (!reply.has_receipts()) {
            // A busy centre, or one that does not know of this yet: another time. The phone's own
            // affairs go on.
            return {};
        }
        place = post.last;
    }
}

Outcome Syncer::recall(Link& link) {
    std::int64_t after = 0;
    for (;;) {
        XIANGJI_LET(lost, shelf_.lost(after, kMostBytes));
        if (lost.rows.empty()) {
            return {};
        }
        wire::Request request;
        auto& recall = *request.mutable_recall();
        recall.set_epoch(lost.epoch.bytes());
        *recall.mutable_rows() = {lost.rows.begin(), lost.rows.end()};
        XIANGJI_LET(reply, ask(link, request));
        if (reply.has_refusal()) {
            return errorOf(reply.refusal());
        }
        if (!reply.has_recalled() || reply.recalled().rows_size() != recall.rows_size()) {
            return unexpectedAnswer();
        }
        XIANGJI_TRY(shelf_.takeRecalled(reply.recalled()));
        after = lost.last;
    }
}

}  // namespace xiangji
