#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "core/records/catalogue.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// Whose envelope is being decided.
struct Sender {
    Id device;
    Id person;  ///< none for the centre's own hand
    Id unit;    ///< home of what the person makes where the type names none
    bool server = false;
    bool adopts = false;  ///< the office has weighed it already: it is taken as it stands
    /// How far its phone had read before it sent what is decided now; 0 = nobody knows.
    Lsn readTo = 0;
};

[[nodiscard]] inline Sender senderOf(const DeviceRow& device) {
    return {.device = device.device, .person = device.person, .unit = device.unit};
}

using RowName = std::pair<TypeNumber, Id>;

[[nodiscard]] inline RowName nameOf(const wire::Change& change) {
    return {change.type(), Id::fromBytes(change.row()).value_or(Id{})};
}

/// What the verdicts of one envelope's changes depend on besides the rows, the same at the first
/// receipt and whenever a held change of it gets its verdict later.
struct Course {
    Sender sender;
    std::uint64_t seq = 0;
    Instant receivedMs = 0;  ///< when it first arrived
    Hlc effective = 0;
    Hlc deviceHlc = 0;
    Lsn seenLsn = 0;
    std::vector<std::string_view> asTheyCame;  ///< all changes' bytes by their place, or none
    std::set<RowName> waitingRows;  ///< rows on which earlier changes of this device wait
    std::vector<Role> roles;        ///< of the change being weighed
    std::vector<Id> overGrants;     ///< do not count, whenever it says it was done
    bool newer = false;             ///< written by an app of a schema beyond this centre's
    bool whole = true;              ///< everything so far took effect as it says
    /// Rows that are now here, or that will never be: what hangs on them can be decided.
    std::vector<RowName> settled;
    /// Of rows whose log was asked: which write wrote which field.
    using Writes = std::vector<std::pair<FieldNumber, WriteName>>;
    std::map<RowName, Writes> written;
    std::optional<LogPlace> origin;  ///< of the change, if another life of the log had taken it
    std::optional<Error> fault;      ///< of a question asked in the middle of merging
};

}  // namespace xiangji::syncd
