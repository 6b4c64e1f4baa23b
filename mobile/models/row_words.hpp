#pragma once

#include <QString>

#include "core/client/client.hpp"

namespace xiangji {

/// Rows and cells as a person reads them, references by the title of what they point to.
class RowWords {
 public:
    explicit RowWords(const Client& client) : client_(client) {}

    /// Empty if unset. A reference to a row that is not on this phone says so.
    [[nodiscard]] QString cell(const Field& field, const Value& value, Instant nowMs) const;
    /// The type's title field, else its first list column, else the type's name.
    [[nodiscard]] QString title(const RowView& row, Instant nowMs) const;
    [[nodiscard]] QString title(const RecordType& type, const Id& id, Instant nowMs) const;
    /// The other list columns that say something, with a dot between.
    [[nodiscard]] QString line(const RowView& row, Instant nowMs) const;
    /// Every own field that says something, with its label, a line each.
    [[nodiscard]] QString all(const RowView& row, Instant nowMs) const;
    /// Label of the lifecycle state; empty where there is none.
    [[nodiscard]] static QString state(const RowView& row);

 private:
    const Client& client_;
};

/// The type's list columns in their order.
[[nodiscard]] std::vector<const Field*> listColumns(const RecordType& type);
[[nodiscard]] Value cellOf(const RowView& row, const Field* field);

}  // namespace xiangji
