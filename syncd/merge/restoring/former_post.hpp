#pragma once

#include <optional>
#include <vector>

#include "core/base/signing_key.hpp"
#include "syncd/central/central.hpp"
#include "syncd/merge/opened_envelope.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// What a phone gives back that it sent under a key it had before. Who brings it does not matter:
/// what is in it is signed with that key.
struct FormerPost {
    Id device;
    Bytes publicKey;  ///< empty: neither the centre nor the certificate that came along knows it
    std::vector<OpenedEnvelope> envelopes;
    std::optional<wire::CertificateBody> forgotten;  ///< of a phone this centre does not know now
};

/// Opened and checked; any thread. Errors are the database's alone.
[[nodiscard]] Result<FormerPost> openFormer(wire::Former former, Central& central,
                                            const CentralIdentity& identity,
                                            const SigningKey& serverKey, const SealedCells& seals);

}  // namespace xiangji::syncd
