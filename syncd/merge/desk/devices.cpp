#include "syncd/merge/desk/devices.hpp"

#include <algorithm>

namespace xiangji::syncd {

bool hasOtherPhones(const std::vector<DeviceRow>& devices, const Id& id) {
    const auto own = std::find_if(devices.begin(), devices.end(),
                                  [&](const DeviceRow& device) { return device.device == id; });
    return own != devices.end() &&
           std::any_of(devices.begin(), devices.end(), [&](const DeviceRow& device) {
               return device.device != id && device.person == own->person &&
                      device.state != DeviceState::revoked;
           });
}

Result<DeviceRow> Devices::require(const Id& id) {
    XIANGJI_LET(device, transaction_.central().device(id));
    if (!device || device->device == Id::ofHash(key_.publicKey())) {
        return Error{Fault::notFound,
                     "there is no device " + id.text() + "; `syncd device list` shows them"};
    }
    return *std::move(device);
}

Result<DeviceRow> Devices::confirm(const Id& id) {
    XIANGJI_LET(device, require(id));
    if (device.state == DeviceState::revoked) {
        return Error{Fault::refused,
                     "the device " + id.text() +
                         " was revoked and cannot come back; invite its holder again"};
    }
    device.state = DeviceState::active;
    XIANGJI_TRY(transaction_.central().putDevice(device));
    const ReceiptWriter receipts(identity_, key_);
    XIANGJI_TRY(Pushing(transaction_, catalogue_, identity_, receipts).settleHeld(device));
    return device;
}

Result<DeviceRow> Devices::revoke(const Id& id, bool othersRemain) {
    XIANGJI_LET(device, require(id));
    if (device.state == DeviceState::revoked) {
        return device;
    }
    device.state = DeviceState::revoked;
    XIANGJI_TRY(transaction_.central().putDevice(device));
    const ReceiptWriter receipts(identity_, key_);
    XIANGJI_TRY(Pushing(transaction_, catalogue_, identity_, receipts).settleHeld(device));
    ServerPen pen(transaction_, catalogue_, identity_, key_);
    const RecordType& phone = *catalogue_.find("device");
    XIANGJI_LET(row, transaction_.central().row(phone, id));
    if (row && !row->voided()) {
        pen.makeVoid(phone, id, "revoked");
    }
    if (!othersRemain) {
        const RecordType& grant = *catalogue_.find("role_grant");
        for (const auto& held :
             transaction_.authority().openGrantRowsOf(device.person, transaction_.nowMs())) {
            pen.edit(grant, held, {{grant.field("to")->number, transaction_.nowMs()}});
        }
    }
    XIANGJI_TRY(pen.send());
    return device;
}

}  // namespace xiangji::syncd
