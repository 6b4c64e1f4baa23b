#pragma once

#include <optional>
#include <string>

#include "core/merge/row_state.hpp"
#include "core/store/connection.hpp"

namespace xiangji::syncd {

/// One record type's central table, as it is read: the columns a phone has, and the marks beside
/// them. Throws SqlFault. Cheap to make.
class MarkedRows {
 public:
    MarkedRows(Connection& connection, const RecordType& type)
        : connection_(connection), type_(type) {}

    [[nodiscard]] std::optional<RowState> row(const Id& id) const;
    /// "id, …, _marks, _lsn", as stateAt expects them from column 0 on.
    [[nodiscard]] std::string columns() const;
    [[nodiscard]] RowState stateAt(const Statement& query) const;

 private:
    Connection& connection_;
    const RecordType& type_;
};

/// An upper bound of what the row's columns and marks take on the wire.
[[nodiscard]] std::size_t roughSizeOf(const RowState& state);

/// The shown fields of a row, read from columns in the order of columnList (id at column 0).
[[nodiscard]] Fields fieldsFrom(const Statement& query, const RecordType& type);

}  // namespace xiangji::syncd
