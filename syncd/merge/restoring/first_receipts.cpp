#include "syncd/merge/restoring/first_receipts.hpp"

#include <algorithm>
#include <map>

#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

namespace {

bool isHeld(const wire::ChangeVerdict& verdict) {
    return verdict.verdict() == wire::VERDICT_HELD ||
           verdict.verdict() == wire::VERDICT_UNSPECIFIED;
}

std::optional<wire::ReceiptBody> openedByAny(const wire::Receipt& receipt,
                                             std::span<const Bytes> serverKeys) {
    for (const auto& key : serverKeys) {
        if (auto body = openedReceipt(receipt, key)) {
            return *std::move(body);
        }
    }
    return std::nullopt;
}

}  // namespace

void layFirstReceipts(std::vector<OpenedEnvelope>& envelopes, const FirstReceipts& receipts,
                      const CentralIdentity& identity, std::span<const Bytes> serverKeys) {
    std::map<Bytes, wire::ReceiptBody> byHash;
    for (const auto& receipt : receipts) {
        auto body = openedByAny(receipt, serverKeys);
        if (body && Id::fromBytes(body->server()) == identity.server &&
            Id::fromBytes(body->epoch()) != identity.epoch) {
            const Bytes hash = body->hash();
            byHash[hash] = *std::move(body);
        }
    }
    for (auto& opened : envelopes) {
        const auto found = byHash.find(opened.hash);
        if (found == byHash.end() || !opened.decodable) {
            continue;
        }
        const auto& first = found->second;
        const bool fits = first.device() == opened.body.device() &&
                          first.seq() == opened.body.seq() &&
                          first.changes_size() == opened.changeset->changes_size() &&
                          std::none_of(first.changes().begin(), first.changes().end(), isHeld);
        if (fits) {
            opened.first = first;
        }
    }
}

}  // namespace xiangji::syncd
