// The part of CentralDesk that moves old lines of the log into segments.
#include <algorithm>

#include "syncd/merge/desk/central_desk.hpp"

namespace xiangji::syncd {

namespace {

/// The last line of the next segment; 0 = nothing more is to be moved.
Lsn lastOfNext(Lsn first, Lsn upTo, const ArchiveOrder& order) {
    if (first == 0 || upTo < first) {
        return 0;
    }
    const Lsn full = first + std::max<std::uint64_t>(order.segmentLines, 1) - 1;
    return order.wholeOnly && full > upTo ? 0 : std::min(full, upTo);
}

}  // namespace

Result<ArchiveView> CentralDesk::archive(const ArchiveOrder& order) {
    XIANGJI_LET(span, seats_.central.logSpan(order.beforeMs));
    XIANGJI_LET(head, seats_.central.headNow());
    // The newest line is the log's end: it stays.
    const Lsn upTo = head.lsn == 0 ? 0 : std::min(span.lastBefore, head.lsn - 1);
    ArchiveView view{.oldest = span.first};
    while (view.segments < order.mostSegments) {
        const Lsn last = lastOfNext(view.oldest, upTo, order);
        if (last == 0) {
            break;
        }
        const auto move = [this, last](Transaction& transaction) -> Outcome {
            auto* archive = transaction.central().archive();
            if (archive == nullptr) {
                return Error{Fault::unsupported, "this store keeps its whole log in one place"};
            }
            XIANGJI_LET(segment, archive->write(last, [this](const Segment& made) {
                return seats_.serverKey.sign(segmentStatement(identity_.server, made));
            }));
            return archive->handOver(segment);
        };
        if (!order.dryRun) {
            XIANGJI_TRY(writer_.wait(move));
        }
        view.lines += last + 1 - view.oldest;
        ++view.segments;
        view.oldest = last + 1;
    }
    if (!order.dryRun && view.segments > 0) {
        seats_.central.sweepArchive();
    }
    return view;
}

}  // namespace xiangji::syncd
