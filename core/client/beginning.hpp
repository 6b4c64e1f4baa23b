#pragma once

#include "core/client/client.hpp"
#include "core/store/phone_database.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Past a grant's offline expiry its holder finishes what he has and begins nothing new (DOMAIN
/// §1.3): a form that was opened before may be saved, what belongs to a row that is there finishes
/// that one. Throws SqlFault with words for the person where neither is so.
void mustBegin(PhoneDatabase& database, const wire::Standing& standing, const Insert& given,
               const Id& home, Instant nowMs);

}  // namespace xiangji
