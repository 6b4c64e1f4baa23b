#pragma once

#include <string>

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"

namespace xiangji {

/// Column type in a STRICT table.
[[nodiscard]] std::string_view sqlType(const Field& field);

/// "id, home_org, …": a record table's columns, id first, then the fields by number.
[[nodiscard]] std::string columnList(const RecordType& type);

/// How the rows of a record table lie in the file: in the order of their ids (a phone: one tree,
/// and few rows), or as they came, beside an index of ids (a centre: what is new stands at the end
/// whatever its id, and the tree above wide rows stays low).
enum class RowOrder { byId, asTheyCame };

/// CREATE TABLE of a record: STRICT, 16-byte primary key that is never NULL; `extra` columns come
/// last ("marks BLOB, …"), empty for a phone.
[[nodiscard]] std::string tableOf(const RecordType& type, std::string_view extra,
                                  RowOrder order = RowOrder::byId);

/// A database's own tables begin with an underscore, which no record type can.
/// Brings the record tables to the catalogue: missing tables are made, missing columns added,
/// tables whose numbers came to be sealed made anew with what they hold. Runs in the caller's
/// transaction. Never drops anything: a newer program's columns stay.
void furnishRecords(Connection& connection, const Catalogue& catalogue, std::string_view extra,
                    RowOrder order = RowOrder::byId);

}  // namespace xiangji
