// The part of a run that is done for others: parcels this phone carries go to the centre.
#include "core/sync/satchel.hpp"
#include "core/sync/syncer.hpp"

namespace xiangji {

Outcome Syncer::handOver(Link& link, Synced& synced) {
    for (std::uint64_t number = 0; satchel_ != nullptr;) {
        XIANGJI_LET(carried, satchel_->next(number, wire::Parcel::KIND_TO_CENTRE));
        if (!carried) {
            break;
        }
        number = carried->number;
        wire::Request request;
        *request.mutable_carried()->mutable_parcel() = carried->parcel;
        XIANGJI_LET(reply, ask(link, request));
        if (!reply.has_delivered()) {
            // A busy centre, or one that does not know bundles yet: another time. The phone's own
            // affairs go on.
            break;
        }
        const auto& answers = reply.delivered().answers();
        XIANGJI_TRY(satchel_->delivered(number, {answers.begin(), answers.end()}, clock_.nowMs()));
        ++synced.handedOn;
    }
    return {};
}

}  // namespace xiangji
