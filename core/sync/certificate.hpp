#pragma once

#include <string_view>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"
#include "wire/lineage.pb.h"

namespace xiangji {

/// A device certificate as bytes: the centre's word that it let this phone in. The phone checks it
/// at joining and keeps it; a centre restored from a backup of before that knows the phone again by
/// it.
[[nodiscard]] Bytes signedCertificate(const wire::CertificateBody& body, const SigningKey& key);

/// Faults: untrusted (not signed by this centre, or of another one), damaged.
[[nodiscard]] Result<wire::CertificateBody> openedCertificate(std::string_view bytes,
                                                              const Id& server,
                                                              std::string_view serverKey);

}  // namespace xiangji
