#pragma once

#include "syncd/merge/server_pen.hpp"

namespace xiangji::syncd {

/// What the township does with a phone it knows. Errors are told to whoever asked; nothing was
/// changed then.
class Devices {
 public:
    Devices(Transaction& transaction, const Catalogue& catalogue, const CentralIdentity& identity,
            const SigningKey& key)
        : transaction_(transaction), catalogue_(catalogue), identity_(identity), key_(key) {}

    /// A pending phone becomes active; what it sent meanwhile is decided now, in its order. An
    /// active one stays so.
    [[nodiscard]] Result<DeviceRow> confirm(const Id& id);
    /// The phone is out: what it sends or had waiting is put aside. Its person's roles end unless
    /// other phones of theirs remain in service.
    [[nodiscard]] Result<DeviceRow> revoke(const Id& id, bool othersRemain);

 private:
    [[nodiscard]] Result<DeviceRow> require(const Id& id);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SigningKey& key_;
};

/// True if the person of device `id` has another one that is not revoked.
[[nodiscard]] bool hasOtherPhones(const std::vector<DeviceRow>& devices, const Id& id);

}  // namespace xiangji::syncd
