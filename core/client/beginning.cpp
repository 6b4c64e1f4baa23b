#include "core/client/beginning.hpp"

#include <algorithm>

#include "core/client/standing.hpp"
#include "core/records/permission.hpp"

namespace xiangji {

namespace {

/// When somebody began what he saves now. A form's row has its id from the beginning, and ids tell
/// when they were made (UUIDv7).
Instant begunMs(const Insert& given, Instant nowMs) {
    constexpr unsigned kVersionAt = 6;
    constexpr unsigned kTimeBytes = 6;
    const Bytes bytes = given.id ? given.id->bytes() : Bytes();
    if (bytes.empty() || (static_cast<unsigned char>(bytes[kVersionAt]) >> 4U) != 7) {
        return nowMs;
    }
    Instant ms = 0;
    for (unsigned i = 0; i < kTimeBytes; ++i) {
        ms = ms * 256 + static_cast<unsigned char>(bytes[i]);
    }
    return std::min(ms, nowMs);
}

}  // namespace

void mustBegin(PhoneDatabase& database, const wire::Standing& standing, const Insert& given,
               const Id& home, Instant nowMs) {
    const bool anyExpires = std::ranges::any_of(
        standing.grants(), [](const wire::Grant& grant) { return grant.offline_until_ms() != 0; });
    if (!anyExpires) {
        return;  // Seldom used, and every saved row comes by here.
    }
    const RecordType& type = *given.type;
    const bool finishes = type.homeField() != nullptr && type.homeField()->rules.ref() != "unit";
    const auto roles = beginningRolesAt(database, standing, home, begunMs(given, nowMs));
    if (!finishes && !may(roles, type, Verb::insert)) {
        throw SqlFault({Fault::refused,
                        "the time for which your role counts without a new word of the centre is "
                        "over; what you have begun can be finished; sync, or ask the township's "
                        "office; nothing was changed"});
    }
}

}  // namespace xiangji
