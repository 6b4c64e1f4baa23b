#include "syncd/merge/desk/contacts.hpp"

#include <algorithm>

namespace xiangji::syncd {

void Contacts::met(const Id& device, Instant nowMs) {
    read(device, nowMs, 0);
}

void Contacts::read(const Id& device, Instant nowMs, Lsn cursor) {
    const std::lock_guard lock(mutex_);
    auto& contact = contacts_[device];
    contact.atMs = std::max(contact.atMs, nowMs);
    contact.cursor = std::max(contact.cursor, cursor);
    fresh_[device] = contact;
}

std::map<Id, Contacts::Contact> Contacts::all() const {
    const std::lock_guard lock(mutex_);
    return contacts_;
}

Lsn Contacts::readTo(const Id& device) const {
    const std::lock_guard lock(mutex_);
    const auto found = contacts_.find(device);
    return found == contacts_.end() ? 0 : found->second.cursor;
}

Outcome Contacts::write(Transaction& transaction) {
    std::map<Id, Contact> fresh;
    {
        const std::lock_guard lock(mutex_);
        fresh.swap(fresh_);
    }
    for (const auto& [id, contact] : fresh) {
        XIANGJI_LET(device, transaction.central().device(id));
        if (!device) {
            continue;
        }
        const auto before = *device;
        bringUpToDate(*device, contact);
        if (before.lastContactMs != device->lastContactMs || before.cursor != device->cursor) {
            XIANGJI_TRY(transaction.central().putDevice(*device));
        }
    }
    return {};
}

void bringUpToDate(DeviceRow& device, const Contacts::Contact& contact) {
    device.lastContactMs = std::max(device.lastContactMs, contact.atMs);
    device.cursor = std::max(device.cursor, contact.cursor);
}

}  // namespace xiangji::syncd
