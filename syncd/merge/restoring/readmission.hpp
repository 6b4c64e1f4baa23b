#pragma once

#include "syncd/merge/server_pen.hpp"
#include "wire/lineage.pb.h"

namespace xiangji::syncd {

/// Knows a phone again that had joined before a restore and after the backup: its certificate says
/// whom this centre let in. It becomes what it then was: pending stays pending, and a phone of the
/// revocation book is revoked before it says a word.
class Readmission {
 public:
    Readmission(Transaction& transaction, const Catalogue& catalogue,
                const CentralIdentity& identity, const SigningKey& key)
        : transaction_(transaction), catalogue_(catalogue), identity_(identity), key_(key) {}

    /// `certificate` is checked, and the phone has proven the key it names.
    [[nodiscard]] Outcome admit(const wire::CertificateBody& certificate, bool revoked);

 private:
    [[nodiscard]] Outcome writeRows(const DeviceRow& device, const wire::CertificateBody& body);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SigningKey& key_;
};

/// What the centre certifies of a phone.
[[nodiscard]] wire::CertificateBody certifiedOf(const DeviceRow& device, const Id& server,
                                                const std::string& personName);

/// The row of the role that a phone joins with: one for each phone, whoever makes it.
[[nodiscard]] Id firstGrantOf(const Id& device);

}  // namespace xiangji::syncd
