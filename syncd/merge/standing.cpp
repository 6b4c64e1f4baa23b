#include "syncd/merge/standing.hpp"

#include <map>

#include "core/records/permission.hpp"

namespace xiangji::syncd {

wire::Standing standingOf(const DeviceRow& device, const std::string& name,
                          const Authority& authority, Instant nowMs) {
    wire::Standing standing;
    standing.set_device(device.device.bytes());
    standing.set_person(device.person.bytes());
    standing.set_person_name(name);
    standing.set_unit(device.unit.bytes());
    standing.set_unit_name(authority.unitName(device.unit));
    standing.set_pending(device.state == DeviceState::pending);
    if (device.state == DeviceState::revoked) {
        return standing;
    }
    for (const auto& held : authority.grantsOf(device.person, nowMs)) {
        auto& grant = *standing.add_grants();
        grant.set_unit(held.unit.bytes());
        grant.set_role(static_cast<std::uint32_t>(held.role));
        grant.set_until_ms(held.toMs);
        grant.set_offline_until_ms(held.offlineUntilMs);
    }
    return standing;
}

FeedScope scopeOf(const DeviceRow& device, std::shared_ptr<const Authority> authority,
                  Instant nowMs) {
    FeedScope scope;
    if (device.state == DeviceState::active) {
        scope.units = authority->scopeOf(device.person, nowMs);
    }
    // Asked once a row; roles differ only by unit.
    auto roles = std::make_shared<std::map<Id, std::vector<Role>>>();
    scope.mayRead = [person = device.person, authority = std::move(authority), roles, nowMs](
                        const RecordType& type, const Id& unit) {
        if (type.rules.scope() == SCOPE_EVERYONE) {
            return true;
        }
        auto found = roles->find(unit);
        if (found == roles->end()) {
            found = roles->emplace(unit, authority->readingRolesAt(person, unit, nowMs)).first;
        }
        return !found->second.empty() && may(found->second, type, Verb::read);
    };
    return scope;
}

void putLineage(const Lineage& lineage,
                google::protobuf::RepeatedPtrField<wire::EpochRecord>& records) {
    for (const auto& epoch : lineage.all()) {
        if (!epoch.record.empty()) {
            records.Add()->ParseFromString(epoch.record);
        }
    }
}

std::string personName(const RecordType& person, const Fields& fields) {
    const Field* name = person.field("name");
    const auto found = name == nullptr ? fields.end() : fields.find(name->number);
    const auto* text = found == fields.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

}  // namespace xiangji::syncd
