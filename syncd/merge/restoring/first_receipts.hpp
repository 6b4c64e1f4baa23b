#pragma once

#include <span>
#include <vector>

#include "syncd/central/central.hpp"
#include "syncd/merge/opened_envelope.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

using FirstReceipts = google::protobuf::RepeatedPtrField<wire::Receipt>;

/// Lays beside each envelope the receipt that another life of this centre gave for it.
/// One that this centre did not sign, or that speaks of something else, counts as none: its
/// envelope is then decided anew. `serverKeys` are the keys this centre signs and signed with.
void layFirstReceipts(std::vector<OpenedEnvelope>& envelopes, const FirstReceipts& receipts,
                      const CentralIdentity& identity, std::span<const Bytes> serverKeys);

}  // namespace xiangji::syncd
