#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"
#include "core/merge/lineage.hpp"
#include "wire/lineage.pb.h"

namespace xiangji {

/// The epoch with its record, signed by the centre: whoever holds it can tell a centre restored
/// from an older backup of lives it does not remember.
[[nodiscard]] Epoch signedEpoch(const Id& server, Epoch epoch, const SigningKey& key);

/// An epoch from its record. Faults: untrusted (not signed by this centre), damaged.
[[nodiscard]] Result<Epoch> openedEpoch(const wire::EpochRecord& record, const Id& server,
                                        std::string_view serverKey);

}  // namespace xiangji
