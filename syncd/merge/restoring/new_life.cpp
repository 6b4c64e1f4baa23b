#include "syncd/merge/restoring/new_life.hpp"

#include <algorithm>

#include "core/sync/epoch_record.hpp"
#include "syncd/merge/desk/devices.hpp"

namespace xiangji::syncd {

Result<Epoch> startNewLife(const Desk::Seats& seats) {
    XIANGJI_LET(identity, seats.central.identity());
    if (!identity) {
        return Error{Fault::notFound,
                     "the central database has no identity yet; run syncd init first"};
    }
    XIANGJI_LET(write, seats.central.begin());
    XIANGJI_LET(head, write->head());
    XIANGJI_LET(epochs, write->epochs());
    const Instant now = std::max(seats.clock.nowMs(), Lineage(std::move(epochs)).lastBeganMs() + 1);
    const auto epoch = signedEpoch(identity->server,
                                   {.id = Id::uuid7(now, seats.random),
                                    .parent = identity->epoch,
                                    .forkLsn = head.lsn,
                                    .forkHash = head.hash,
                                    .beganMs = now},
                                   seats.serverKey);
    XIANGJI_TRY(write->putEpoch(epoch));
    XIANGJI_TRY(write->setIdentity({identity->server, epoch.id}));
    XIANGJI_TRY(write->commit());
    return epoch;
}

Outcome revokeAgain(const Desk::Seats& seats, const CentralIdentity& identity,
                    Authority& authority) {
    if (seats.revocations == nullptr) {
        return {};
    }
    XIANGJI_LET(revoked, seats.revocations->all());
    XIANGJI_LET(devices, seats.central.devices());
    for (const auto& revocation : revoked) {
        const auto device = std::find_if(devices.begin(), devices.end(), [&](const DeviceRow& row) {
            return row.device == revocation.device;
        });
        if (device == devices.end() || device->state == DeviceState::revoked) {
            continue;
        }
        const bool othersRemain = hasOtherPhones(devices, revocation.device);
        XIANGJI_LET(transaction, Transaction::begin(seats.central, authority, seats.clock.nowMs()));
        Devices hand(*transaction, seats.catalogue, identity, seats.serverKey);
        if (const auto done = hand.revoke(revocation.device, othersRemain); !done) {
            return done.error();
        }
        XIANGJI_TRY(transaction->commit());
        device->state = DeviceState::revoked;
    }
    return {};
}

}  // namespace xiangji::syncd
