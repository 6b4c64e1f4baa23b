#pragma once

#include <string>

#include "core/records/catalogue.hpp"

namespace google::protobuf {
class Descriptor;
class EnumValueDescriptor;
}  // namespace google::protobuf

namespace xiangji {

/// A message with `option (record)` as a record type: the five common fields added, merge and
/// privacy classes resolved. Fails on a field of a kind that has no cell; whether it contradicts
/// itself is asked in contradictions.hpp.
[[nodiscard]] Result<RecordType> recordTypeOf(const google::protobuf::Descriptor& message);

/// `team_leader` for ROLE_TEAM_LEADER of Role.
[[nodiscard]] std::string choiceName(const google::protobuf::EnumValueDescriptor& value);

}  // namespace xiangji
