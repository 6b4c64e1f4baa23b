#include "core/client/standing.hpp"

#include "core/records/permission.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

constexpr int kMostTiers = 16;  // a unit tree that goes in circles must not hang a phone

bool holds(const wire::Grant& grant, Instant nowMs) {
    return grant.until_ms() == 0 || nowMs < grant.until_ms();
}

bool begins(const wire::Grant& grant, Instant nowMs) {
    return holds(grant, nowMs) &&
           (grant.offline_until_ms() == 0 || nowMs < grant.offline_until_ms());
}

using Counts = bool (*)(const wire::Grant&, Instant);

std::vector<Role> countedAt(PhoneDatabase& database, const wire::Standing& standing, const Id& unit,
                            Instant nowMs, Counts counts) {
    const auto* type = database.catalogue().find("unit");
    const auto* parent = type == nullptr ? nullptr : type->field("parent");
    std::vector<Role> roles;
    Id at = unit;
    for (int tier = 0; tier < kMostTiers && !at.isNone(); ++tier) {
        for (const auto& grant : standing.grants()) {
            if (grant.unit() == at.bytes() && counts(grant, nowMs)) {
                roles.push_back(static_cast<Role>(grant.role()));
            }
        }
        if (parent == nullptr) {
            break;
        }
        const auto row = RowTable(database.connection(), *type).row(at);
        const auto above = row ? row->find(parent->number) : Fields::const_iterator{};
        at = row && above != row->end() ? idIn(above->second) : Id{};
    }
    return roles;
}

}  // namespace

Id personOf(const wire::Standing& standing) {
    return Id::fromBytes(standing.person()).value_or(Id{});
}

void mustConcernOthers(const wire::Standing& standing, const RecordType& type,
                       std::initializer_list<const Fields*> fields) {
    for (const auto* said : fields) {
        if (const auto* field = needsSecondPerson(type, *said, personOf(standing))) {
            throw SqlFault(
                {Fault::refused, type.name + " (" + type.rules.label().zh() + "): " + field->name +
                                     " (" + field->rules.label().zh() +
                                     ") is yourself, and nobody decides this for himself; ask a "
                                     "colleague of the same office; nothing was changed"});
        }
    }
}

std::vector<Role> rolesAt(PhoneDatabase& database, const wire::Standing& standing, const Id& unit,
                          Instant nowMs) {
    return countedAt(database, standing, unit, nowMs, holds);
}

std::vector<Role> beginningRolesAt(PhoneDatabase& database, const wire::Standing& standing,
                                   const Id& unit, Instant nowMs) {
    return countedAt(database, standing, unit, nowMs, begins);
}

std::vector<Role> allRoles(const wire::Standing& standing, Instant nowMs) {
    std::vector<Role> roles;
    for (const auto& grant : standing.grants()) {
        if (holds(grant, nowMs)) {
            roles.push_back(static_cast<Role>(grant.role()));
        }
    }
    return roles;
}

}  // namespace xiangji
