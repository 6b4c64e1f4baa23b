#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "syncd/office/cell_text.hpp"

namespace xiangji::syncd {

/// One row for the page: id, title, unit (path name), author, date ("2026-06-19" of its `when`,
/// else absent), time, state, stateLabel, conflict, voided, editedAfterVoid, cells {field name →
/// text, unset ones absent}.
[[nodiscard]] boost::json::object rowJson(const SeenRow& row, CellText& texts);

/// The field that says which unit a row belongs to, where a person fills one in; otherwise it is
/// derived.
[[nodiscard]] const Field* homeColumn(const RecordType& type, const OfficeView& view);

/// A record type for the page: name, label {zh, en}, group, when, title, home, fields [{name,
/// label, kind, numeric, moment, column}].
[[nodiscard]] boost::json::object typeJson(const RecordType& type, const OfficeView& view);

[[nodiscard]] boost::json::object labelJson(const Label& label);

/// The field's label, with its measure where numbers need one: "时长（分钟）".
[[nodiscard]] Label columnLabel(const Field& field);

/// The instant of a row's `when`: an instant as it is, a date's first moment; nothing if unset.
[[nodiscard]] std::optional<Instant> whenOf(const SeenRow& row, const OfficeView& view);

}  // namespace xiangji::syncd
