#include "syncd/merge/desk/device_view.hpp"

#include <algorithm>

#include "core/sync/envelope.hpp"
#include "syncd/merge/desk/new_key.hpp"

namespace xiangji::syncd {

namespace {

std::string stateName(DeviceState state) {
    switch (state) {
        case DeviceState::pending:
            return "pending";
        case DeviceState::active:
            return "active";
        case DeviceState::revoked:
            return "revoked";
    }
    return {};
}

}  // namespace

DeviceView viewOf(const DeviceRow& device, const std::string& personName,
                  const Authority& authority) {
    DeviceView view;
    view.device = device.device;
    view.fingerprint = fingerprintOf(device.publicKey);
    view.personName = personName;
    view.unitName = authority.unitName(device.unit);
    view.role = roleName(device.role);
    view.state = stateName(device.state);
    view.joinedMs = device.joinedMs;
    if (device.lastContactMs != 0) {
        view.lastContactMs = device.lastContactMs;
    }
    view.lastSeq = device.lastSeq;
    view.cursor = device.cursor;
    return view;
}

Result<DeskStatus> statusOf(Central& central, const Catalogue& catalogue,
                            const CentralIdentity& identity, const Id& ownDevice,
                            const Authority& authority, const Contacts& contacts) {
    DeskStatus status;
    status.server = identity.server;
    status.epoch = identity.epoch;
    XIANGJI_LET(head, central.headNow());
    status.lsn = head.lsn;
    status.headHash = head.hash;
    XIANGJI_LET(segments, central.segments());
    status.segments = segments.size();
    const Lsn moved = segments.empty() ? 0 : segments.back().last;
    status.oldestInLog = head.lsn == 0 ? 0 : moved + 1;
    XIANGJI_LET(counts, central.counts());
    status.conflicts = counts.conflicts;
    status.held = counts.held;
    status.quarantined = counts.quarantined;
    status.proposals = counts.proposals;
    for (const auto& [type, count] : counts.rows) {
        status.rows.emplace_back(type->name, count);
    }
    std::sort(status.rows.begin(), status.rows.end());
    XIANGJI_LET(devices, central.devices());
    const auto met = contacts.all();
    for (auto& device : devices) {
        if (device.device == ownDevice || isCentresOwn(device)) {
            continue;
        }
        if (const auto contact = met.find(device.device); contact != met.end()) {
            bringUpToDate(device, contact->second);
        }
        status.devices.push_back(viewOf(
            device, central.reader().titleOf(*catalogue.find("person"), device.person), authority));
    }
    std::sort(status.devices.begin(), status.devices.end(),
              [](const DeviceView& a, const DeviceView& b) {
                  return std::pair(a.lastContactMs.value_or(0), a.device) <
                         std::pair(b.lastContactMs.value_or(0), b.device);
              });
    return status;
}

}  // namespace xiangji::syncd
