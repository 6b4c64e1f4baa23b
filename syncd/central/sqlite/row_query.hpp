#pragma once

#include <string>

#include "core/store/connection.hpp"
#include "syncd/central/reader.hpp"

namespace xiangji::syncd {

/// RowsWanted as SQL: a prefix for the unit and all below it, a condition, an order. Places 1 unit,
/// 2 from, 3 to, 4 row.
class RowQuery {
 public:
    RowQuery(const RecordType& type, const RowsWanted& wanted);

    [[nodiscard]] std::string with()
        const;  ///< "WITH RECURSIVE below … " or empty; `below(id)` are the wanted units
    [[nodiscard]] std::string where() const;
    [[nodiscard]] std::string order() const;  ///< with LIMIT and OFFSET
    void bindTo(Statement& query) const;

 private:
    [[nodiscard]] bool byUnit() const { return !wanted_.unit.isNone(); }

    const RecordType& type_;
    const RowsWanted& wanted_;
    const Field* when_;
};

/// The wanted unit (place 1) and all units below it, as `below(id)`.
[[nodiscard]] std::string_view unitsBelow();

}  // namespace xiangji::syncd
