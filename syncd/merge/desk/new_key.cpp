#include "syncd/merge/desk/new_key.hpp"

#include <algorithm>

#include "core/sync/epoch_record.hpp"

namespace xiangji::syncd {

namespace {

bool opens(const wire::EpochRecord& record, const CentralIdentity& identity,
           std::span<const Bytes> keys) {
    return std::ranges::any_of(
        keys, [&](const Bytes& key) { return bool(openedEpoch(record, identity.server, key)); });
}

Outcome endFormer(CentralWrite& write, const Desk::Seats& seats) {
    XIANGJI_LET(devices, seats.central.devices());
    const Bytes own = seats.serverKey.publicKey();
    bool known = false;
    for (auto& device : devices) {
        known = known || device.publicKey == own;
        if (device.state != DeviceState::revoked &&
            std::ranges::find(seats.formerServers, device.publicKey) != seats.formerServers.end()) {
            device.state = DeviceState::revoked;
            XIANGJI_TRY(write.putDevice(device));
        }
    }
    // Backups of this database must know by whose keys it goes on.
    return known ? Outcome()
                 : write.putDevice({.device = Id::ofHash(own),
                                    .publicKey = own,
                                    .joinedMs = seats.clock.nowMs()});
}

}  // namespace

bool isCentresOwn(const DeviceRow& device) {
    return device.person.isNone() && device.secretHash.empty();
}

Outcome takeUpKey(const Desk::Seats& seats, const CentralIdentity& identity) {
    if (seats.formerServers.empty()) {
        return {};
    }
    const std::vector<Bytes> own{seats.serverKey.publicKey()};
    XIANGJI_LET(write, seats.central.begin());
    XIANGJI_TRY(endFormer(*write, seats));
    XIANGJI_LET(epochs, write->epochs());
    for (const auto& epoch : epochs) {
        wire::EpochRecord record;
        if (record.ParseFromString(epoch.record) && !opens(record, identity, own) &&
            opens(record, identity, seats.formerServers)) {
            XIANGJI_TRY(write->putEpoch(signedEpoch(identity.server, epoch, seats.serverKey)));
        }
    }
    return write->commit();
}

}  // namespace xiangji::syncd
