#pragma once

#include "core/client/client.hpp"
#include "core/store/phone_database.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

/// What stands in lists for a sealed value that is there and no column, and in histories for each.
inline constexpr std::string_view kSealedShown = "•••";

// Rows as a person reads them, whatever lies sealed. All throw SqlFault; the caller holds the
// mutex.

/// In the filter's order and number; sealed titles and columns open, and ordered, chosen and
/// counted as they read: by nothing that lists hide of a row.
[[nodiscard]] std::vector<RowView> viewRows(PhoneDatabase& database, const RecordType& type,
                                            const RowFilter& filter);
[[nodiscard]] std::uint64_t countRows(PhoneDatabase& database, const RecordType& type,
                                      const RowFilter& filter);
/// Sealed values as they are given: `openedFields` opens them for the one who looks at one row.
[[nodiscard]] Fields openedFields(PhoneDatabase& database, const RecordType& type, const Id& id,
                                  Fields fields);
/// What a person sees of a cell that lies sealed in the database; unset where this phone cannot
/// open it.
[[nodiscard]] Value openedCell(PhoneDatabase& database, const CellPlace& place, Kind kind,
                               const Value& lying);
/// Of a row that is not here what the centre lets be known of it.
[[nodiscard]] std::string titleIn(PhoneDatabase& database, const RecordType& type, const Id& id);

}  // namespace xiangji
