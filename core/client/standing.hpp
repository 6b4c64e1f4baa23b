#pragma once

#include <initializer_list>
#include <vector>

#include "core/base/id.hpp"
#include "core/store/phone_database.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Whose phone it is; none before it has joined.
[[nodiscard]] Id personOf(const wire::Standing& standing);
/// Refuses what nobody does for himself: `fields` are the row's, and what is written into it. A
/// kindness too. Throws SqlFault.
void mustConcernOthers(const wire::Standing& standing, const RecordType& type,
                       std::initializer_list<const Fields*> fields);

/// Roles a phone's person has at a unit: those granted there or at a unit above it, and not over
/// yet. A kindness to the person: the centre decides again by what it knows then.
[[nodiscard]] std::vector<Role> rolesAt(PhoneDatabase& database, const wire::Standing& standing,
                                        const Id& unit, Instant nowMs);

/// Of these, the roles by which something new may be begun: past a grant's offline expiry its
/// holder finishes what he has and begins nothing (DOMAIN §1.3).
[[nodiscard]] std::vector<Role> beginningRolesAt(PhoneDatabase& database,
                                                 const wire::Standing& standing, const Id& unit,
                                                 Instant nowMs);

/// Every role granted anywhere.
[[nodiscard]] std::vector<Role> allRoles(const wire::Standing& standing, Instant nowMs);

}  // namespace xiangji
