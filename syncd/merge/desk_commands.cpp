// The part of CentralDesk that the township's own commands ask.
#include "syncd/merge/central_desk.hpp"
#include "syncd/merge/device_view.hpp"
#include "syncd/merge/devices.hpp"
#include "syncd/merge/inviting.hpp"
#include "syncd/merge/retrying.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kSecretBytes = 16;

}  // namespace

Result<Invitation> CentralDesk::invite(const InviteOrder& order, const Address& reachedAt) {
    XIANGJI_LET(checked, checkOrder(order, seats_.central.reader(), seats_.catalogue));
    return writer_.wait([this, checked = checked, reachedAt](Transaction& transaction) {
        return writeInvitation(transaction, checked, seats_.random.bytes(kSecretBytes), reachedAt,
                               identity_.server);
    });
}

DeviceView CentralDesk::view(const DeviceRow& device) {
    return viewOf(device,
                  seats_.central.reader().titleOf(*seats_.catalogue.find("person"), device.person),
                  *board_.now());
}

Result<DeviceView> CentralDesk::confirm(const Id& id) {
    XIANGJI_LET(device, writer_.wait([this, id](Transaction& transaction) {
        return Devices(transaction, seats_.catalogue, identity_, seats_.serverKey).confirm(id);
    }));
    return view(device);
}

Result<DeviceView> CentralDesk::revoke(const Id& id) {
    const auto revoking = [this, id](Transaction& transaction) -> Result<DeviceRow> {
        XIANGJI_LET(devices, seats_.central.devices());
        XIANGJI_LET(device, Devices(transaction, seats_.catalogue, identity_, seats_.serverKey)
                                .revoke(id, hasOtherPhones(devices, id)));
        // Outside the database first: whoever asked must never hear of a revocation that a restore
        // would undo.
        if (seats_.revocations != nullptr) {
            XIANGJI_TRY(seats_.revocations->add({id, transaction.nowMs()}));
        }
        return device;
    };
    XIANGJI_LET(device, writer_.wait(revoking));
    return view(device);
}

Result<DeskStatus> CentralDesk::status() {
    return statusOf(seats_.central, seats_.catalogue, identity_,
                    Id::ofHash(seats_.serverKey.publicKey()), *board_.now(), contacts_);
}

Result<std::vector<AsideView>> CentralDesk::aside() {
    // What has waited too long goes first.
    const auto expire = [this](Transaction& transaction) -> Result<bool> {
        XIANGJI_TRY(heldChanges(transaction).expire());
        return true;
    };
    if (const auto expired = writer_.wait(expire); !expired) {
        return expired.error();
    }
    return asideViews(seats_.central, seats_.catalogue);
}

Result<std::vector<wire::ChangeVerdict>> CentralDesk::retryAside(const AsideView& aside) {
    return writer_.wait([this, aside](Transaction& transaction) {
        return Retrying(transaction, seats_.catalogue, identity_, receiptWriter_).retry(aside);
    });
}

}  // namespace xiangji::syncd
