#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"

namespace xiangji {

struct StoredRow {
    Id id;
    Fields fields;  ///< unset fields absent
};

struct RowFilter {
    std::vector<std::pair<FieldNumber, Value>> where;  ///< equal to; a set field: contains
    std::optional<FieldNumber> orderBy;                ///< unset = by id; ties by id
    bool descending = false;
    bool voidedToo = false;
    std::size_t most = 0;  ///< 0 = all
};

/// One record type's table. Throws SqlFault. Cheap to make.
class RowTable {
 public:
    RowTable(Connection& connection, const RecordType& type)
        : connection_(connection), type_(type) {}

    [[nodiscard]] std::optional<Fields> row(const Id& id) const;
    [[nodiscard]] std::vector<StoredRow> rows(const RowFilter& filter) const;
    [[nodiscard]] std::uint64_t count(const RowFilter& filter) const;
    /// A new row; the id must not exist.
    void insert(const Id& id, const Fields& fields);
    /// Writes these fields (monostate unsets) and leaves the others.
    void update(const Id& id, const Fields& changed);
    void remove(const Id& id);

 private:
    [[nodiscard]] Fields fieldsAt(const Statement& query) const;

    Connection& connection_;
    const RecordType& type_;
};

}  // namespace xiangji
