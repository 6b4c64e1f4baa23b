#pragma once

#include <functional>
#include <span>
#include <vector>

#include "syncd/central/central.hpp"
#include "wire/scope.pb.h"

namespace xiangji::syncd {

/// The roles for which sealed fields of a unit's rows leave now.
using ReadingRoles = std::function<std::vector<Role>(const Id& unit)>;
/// Whether one of them reads a sealed field.
[[nodiscard]] bool isRead(const Field& field, std::span<const Role> roles);

/// A scope as a phone of a schema level is told it. The same scope always has the same bytes.
[[nodiscard]] wire::Scope statedScope(const Catalogue& catalogue, const FeedScope& scope,
                                      std::uint32_t level, const ReadingRoles& rolesAt);

/// Of what a phone asks to read whole, what it may: by type, homes by id.
[[nodiscard]] std::vector<WholePart> wholeParts(
    const Catalogue& catalogue, const FeedScope& scope, std::uint32_t level,
    const google::protobuf::RepeatedPtrField<wire::ScopePart>& wanted);

/// True if the type is known at a schema level.
[[nodiscard]] bool knownAt(const RecordType& type, std::uint32_t level);

/// Pulls serve the centre's own schema level and the two before it.
inline constexpr std::uint32_t kLevelsServed = 3;

}  // namespace xiangji::syncd
