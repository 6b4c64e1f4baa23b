#pragma once

#include "core/store/phone_database.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// Rows a phone pulled in a life of the centre that a restore has cut off: what it may be the only
/// one to know. Runs in the caller's transaction; throws SqlFault.
class LostRows {
 public:
    explicit LostRows(PhoneDatabase& database) : database_(database) {}

    /// As the centre had them: without own edits still under way; `gone` what is no longer here.
    /// What is this phone's own is no lost row.
    [[nodiscard]] Lost after(std::int64_t place, std::size_t mostBytes);
    /// The centre has answered with its own row, and that is taken.
    void settle(const wire::PulledRow& row);

 private:
    [[nodiscard]] std::optional<wire::PulledRow> asPulled(TypeNumber type, const Id& row);
    /// What is sealed goes in a box for the centre; not at all to one that does not know it sealed.
    void put(wire::PulledRow& row, const CellPlace& place, const Field& field, const Value& value);

    PhoneDatabase& database_;
    std::optional<std::uint32_t> level_;  ///< served by the centre, as far as known
};

}  // namespace xiangji
