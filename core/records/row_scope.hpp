#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/id.hpp"
#include "core/records/catalogue.hpp"
#include "wire/scope.pb.h"

namespace xiangji {

/// Rows of which types and homes a phone may hold, at which schema level: the centre states it, the
/// phone checks its own rows against it. A value.
class RowScope {
 public:
    RowScope() = default;  ///< nothing at all
    /// From a wire::Scope as it travels; empty bytes = nothing at all. None if malformed.
    [[nodiscard]] static std::optional<RowScope> read(std::string_view bytes);
    [[nodiscard]] static std::optional<RowScope> of(
        const google::protobuf::RepeatedPtrField<wire::ScopePart>& parts);

    [[nodiscard]] bool covers(TypeNumber type, const Id& unit) const;
    [[nodiscard]] bool empty() const { return types_.empty(); }
    /// Schema level of the rows; 0 = not stated.
    [[nodiscard]] std::uint32_t level() const { return level_; }

    /// What this covers and `before` did not: new units, new types, and types that got fields
    /// between the two levels; and where other sealed fields are open than before, which come or go
    /// with their rows (so does, once, what may hide, after one that did not say). Sorted; types of
    /// the same units stand together.
    [[nodiscard]] std::vector<wire::ScopePart> entered(const RowScope& before,
                                                       const Catalogue& catalogue) const;
    /// Of some parts what this covers.
    [[nodiscard]] std::vector<wire::ScopePart> within(const RowScope& parts) const;

 private:
    struct Homes {
        bool any = false;  ///< whatever the unit
        std::unordered_set<Id> units;
    };
    [[nodiscard]] static std::vector<wire::ScopePart> grouped(
        const std::map<TypeNumber, Homes>& types);

    /// Whether what shows of such rows was never told before: by then rows may have come or stayed
    /// that this hides, or stayed away that it shows.
    [[nodiscard]] bool firstTellsOf(const RecordType& type, const RowScope& before) const;
    [[nodiscard]] bool opensOtherwise(const RowScope& before, TypeNumber type,
                                      const Id& unit) const;

    std::map<TypeNumber, Homes> types_;
    std::uint32_t level_ = 0;
    bool tellsOpen_ = false;
    std::map<std::pair<TypeNumber, Id>, std::set<FieldNumber>> open_;  ///< by home
};

/// The schema level that brought a type or field, or from which a field is sealed: below it a phone
/// can do nothing with it.
[[nodiscard]] std::uint32_t levelOf(const RecordType& type);
[[nodiscard]] std::uint32_t levelOf(const Field& field);
/// That which brought it: a centre of this level serves it, and below `levelOf` does so in the
/// clear.
[[nodiscard]] std::uint32_t sinceOf(const Field& field);

}  // namespace xiangji
