#pragma once

#include <map>
#include <optional>
#include <string>

#include "tests/support/memory_store.hpp"
#include "wire/session.pb.h"

namespace xiangji::sim {

/// One role of a person for which rows leave now, as its row says: past its offline expiry its
/// holder finishes what he has and gets nothing new (DOMAIN §1.3).
struct Granted {
    Id unit;
    Role role = ROLE_UNSPECIFIED;
    Instant fromMs = 0;
    Instant toMs = 0;            ///< 0 = open-ended
    Instant offlineUntilMs = 0;  ///< 0 = as long as the role
};

/// Who may see what, from the rows alone (DESIGN §7, DOMAIN §1.3): nothing of the desk's.
class Scope {
 public:
    Scope(const syncd::test::MemoryStore& store, const Catalogue& catalogue, Instant nowMs)
        : store_(store), catalogue_(catalogue), nowMs_(nowMs) {}

    [[nodiscard]] std::vector<Granted> grantsOf(const Id& person) const;
    /// Roles that a person holds at a unit, from grants there or above it.
    [[nodiscard]] const std::vector<Role>& rolesAt(const Id& person, const Id& unit) const;
    [[nodiscard]] bool maySee(const syncd::DeviceRow& device, const RecordType& type, const Id& id,
                              const RowState& row) const;
    /// Of a child without consent others have what it is called, and nothing else (DOMAIN §9); in a
    /// quarrel over it each word must give it, and the quarrel is seen.
    [[nodiscard]] static bool mayHave(const syncd::DeviceRow& device, const RecordType& type,
                                      const RowState& row, const Field& field);
    /// Of a sealed field: its author has it, and who reads it there.
    [[nodiscard]] bool mayOpen(const syncd::DeviceRow& device, const Fields& row,
                               const Field& field) const;
    [[nodiscard]] bool lies(const Id& unit, const Id& top) const;

    /// P6: what is wrong with an answer to this device; nothing = it holds only what it may see.
    [[nodiscard]] std::optional<std::string> leak(const Id& device, const wire::Request& request,
                                                  const wire::Reply& reply) const;

 private:
    /// What is wrong with a cell of a row that goes to a phone; nothing = it may go.
    [[nodiscard]] std::optional<std::string> leak(const syncd::DeviceRow& device,
                                                  const RecordType& type, const RowState& row,
                                                  const wire::Cell& cell) const;

    const syncd::test::MemoryStore& store_;
    const Catalogue& catalogue_;
    Instant nowMs_;
    /// Asked once a row; good as long as the store is, which is as long as this lives.
    mutable std::map<std::pair<Id, Id>, std::vector<Role>> roles_;
};

}  // namespace xiangji::sim
