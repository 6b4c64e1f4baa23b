#include "syncd/merge/admission/over_grants.hpp"

namespace xiangji::syncd {

Result<std::vector<Id>> grantsKnownToBeOver(Transaction& transaction, const Catalogue& catalogue,
                                            const Sender& sender, Instant doneMs, Instant nowMs) {
    std::vector<Id> over;
    if (sender.readTo == 0) {
        return over;
    }
    const RecordType& grants = *catalogue.find("role_grant");
    const FieldNumber to = grants.field("to")->number;
    for (const auto& row : transaction.authority().endedBetween(sender.person, doneMs, nowMs)) {
        XIANGJI_LET(grant, transaction.central().row(grants, row));
        const auto heads = grant ? headsOf(*grant, to) : FieldHeads();
        if (heads.empty()) {
            continue;
        }
        const Head& end = heads.front();
        const auto* toMs = std::get_if<std::int64_t>(&end.value);
        if (toMs != nullptr && end.mark.lsn <= sender.readTo && *toMs <= msOf(end.mark.stamp.hlc)) {
            over.push_back(row);
        }
    }
    return over;
}

}  // namespace xiangji::syncd
