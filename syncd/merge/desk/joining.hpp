#pragma once

#include "core/base/random.hpp"
#include "syncd/merge/server_pen.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Takes a phone in by an invitation (DESIGN §7): its person, role and device become rows. The same
/// secret and key again give the same answer and count once. The caller has checked the proof of
/// the key.
class Joining {
 public:
    Joining(Transaction& transaction, const Catalogue& catalogue, const CentralIdentity& identity,
            const SigningKey& key, Random& random)
        : transaction_(transaction),
          catalogue_(catalogue),
          identity_(identity),
          key_(key),
          random_(random) {}

    [[nodiscard]] Result<wire::Reply> join(const wire::Join& join);

 private:
    [[nodiscard]] Result<wire::Reply> joined(const DeviceRow& device);
    /// A phone that is in already and comes for the centre's new key or address: it stays who it
    /// is.
    [[nodiscard]] Result<wire::Reply> joinedAgain(DeviceRow device, InvitationRow invitation);
    /// Another device of the person whose key `former_key` is: a home that was a copy.
    [[nodiscard]] Result<wire::Reply> joinedAnew(const wire::Join& join, InvitationRow invitation);
    void insertDevice(ServerPen& pen, const DeviceRow& device) const;
    [[nodiscard]] Outcome writeRows(const DeviceRow& device, const std::string& name);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SigningKey& key_;
    Random& random_;
};

}  // namespace xiangji::syncd
