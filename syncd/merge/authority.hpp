#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/central/reader.hpp"

namespace xiangji::syncd {

/// One role of a person at a unit and everything below it.
struct HeldRole {
    Id unit;
    Role role = ROLE_UNSPECIFIED;
    Instant fromMs = 0;
    Instant toMs = 0;            ///< exclusive; 0 = open-ended
    Instant offlineUntilMs = 0;  ///< exclusive; 0 = as long as the role

    /// Whether rows leave for it: past its offline expiry its holder finishes what he has and gets
    /// nothing new (DOMAIN §1.3).
    [[nodiscard]] bool reads(Instant nowMs) const {
        return offlineUntilMs == 0 || nowMs < offlineUntilMs;
    }
};

/// Who may act as what, where: the unit tree and the role grants, kept in memory because every
/// change asks. Roles are rows (DOMAIN §1.3); nothing else gives any. A value: the desk's thread
/// changes its own copy, readers hold another.
class Authority {
 public:
    [[nodiscard]] static Result<Authority> read(Reader& reader, const Catalogue& catalogue);

    /// True for the types this follows: unit, role_grant.
    [[nodiscard]] static bool follows(const RecordType& type);
    /// A unit or grant as it is now; nothing = it is not there any more. Returns what it was.
    std::optional<Fields> take(const RecordType& type, const Id& id,
                               const std::optional<Fields>& fields);

    [[nodiscard]] bool hasUnit(const Id& unit) const { return units_.contains(unit); }
    [[nodiscard]] std::string unitName(const Id& unit) const;
    /// Whether a unit is `top` or lies below it.
    [[nodiscard]] bool liesIn(Id unit, const Id& top) const;
    /// The institute a unit is or lies under; of what lies above all institutes the unit itself.
    [[nodiscard]] Id townshipOf(const Id& unit, const RecordType& units) const;

    /// Roles of a person at a unit, from grants there or above it. A grant counts from its
    /// beginning by the centre's clock and until its end by the stamp of what was done: who worked
    /// while allowed may send it later. `without`: grant rows that do not count.
    [[nodiscard]] std::vector<Role> rolesAt(const Id& person, const Id& unit, Instant doneMs,
                                            Instant nowMs, std::span<const Id> without = {}) const;
    /// Of a unit's roles those for which its rows leave now.
    [[nodiscard]] std::vector<Role> readingRolesAt(const Id& person, const Id& unit,
                                                   Instant nowMs) const;
    /// Grant rows over by `nowMs` that count for what was done before, as `rolesAt` has it.
    [[nodiscard]] std::vector<Id> endedBetween(const Id& person, Instant doneMs,
                                               Instant nowMs) const;
    /// The grants that count now.
    [[nodiscard]] std::vector<HeldRole> grantsOf(const Id& person, Instant nowMs) const;
    /// The units of those for which rows leave now, with everything below them.
    [[nodiscard]] std::vector<Id> scopeOf(const Id& person, Instant nowMs) const;
    /// Rows of a person's grants that have not ended.
    [[nodiscard]] std::vector<Id> openGrantRowsOf(const Id& person, Instant nowMs) const;

 private:
    [[nodiscard]] Id above(const Id& unit) const;

    struct Grant {
        Id person;
        HeldRole held;
        Fields fields;
    };
    void index(const Id& id, const RecordType& type, const Fields& fields);

    std::unordered_map<Id, Fields> units_;
    std::unordered_map<Id, Id> parents_;
    std::unordered_map<Id, std::vector<Id>> below_;
    std::unordered_map<Id, Grant> grants_;              ///< by row
    std::unordered_map<Id, std::vector<Id>> byPerson_;  ///< grant rows
    FieldNumber unitName_ = 0;
};

}  // namespace xiangji::syncd
