#pragma once

#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Who a phone is, as the centre tells it at every contact. A revoked phone has no grants.
[[nodiscard]] wire::Standing standingOf(const DeviceRow& device, const std::string& personName,
                                        const Authority& authority, Instant nowMs);

/// What a phone may pull: the units of its person's grants with all below, each type by the roles
/// held there. A pending phone sees only what everybody sees (DESIGN §7).
[[nodiscard]] FeedScope scopeOf(const DeviceRow& device, std::shared_ptr<const Authority> authority,
                                Instant nowMs);

/// Every life after the first, as signed.
void putLineage(const Lineage& lineage,
                google::protobuf::RepeatedPtrField<wire::EpochRecord>& records);

/// The name of a person as a row of fields has it.
[[nodiscard]] std::string personName(const RecordType& person, const Fields& fields);

}  // namespace xiangji::syncd
