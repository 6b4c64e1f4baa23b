#pragma once

#include <vector>

#include "core/merge/heads.hpp"
#include "core/records/catalogue.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {

/// A row as the centre holds it: what shows, and the heads it follows from.
struct RowState {
    Fields fields;  ///< what shows; unset fields absent
    Heads heads;
    bool editedAfterVoid = false;  ///< an edit and a void were apart
    Lsn lsn = 0;                   ///< of the last effective change

    [[nodiscard]] bool voided() const { return fields.contains(common::kVoidReason); }
};

/// One cell of a change, decoded against its field.
struct CellWrite {
    const Field* field = nullptr;
    wire::Cell::Op op = wire::Cell::OP_WRITE;
    Value value;  ///< for ADD and REMOVE: the element
};

/// How writes of a field meet, from its merge class. R counts as F until proposals exist beside it.
[[nodiscard]] Meeting meetingOf(const Field& field);

/// Fields whose differing heads a person must settle: not the common ones.
[[nodiscard]] bool canConflict(const Field& field);

/// What merging a change did to a row.
struct Merged {
    bool changed = false;   ///< something that shows, or a conflict, is different now
    bool conflict = false;  ///< one of the written fields now has heads that differ
};

/// Merges the cells of an insert or edit. A row that is new is an empty RowState. An insert into a
/// row that exists merges like an edit (two phones, one natural key), except that its state and
/// home stay.
Merged mergeCells(RowState& row, const std::vector<CellWrite>& cells, const Writer& writer,
                  bool insertOfExisting);

/// Merges a void: the row is hidden, its fields go on merging; edits that were apart raise
/// `editedAfterVoid`.
Merged mergeVoid(RowState& row, const RecordType& type, const std::string& reason,
                 const Writer& writer);

/// Moves a row along its lifecycle: by arrival. The caller has checked that the action is allowed
/// from the row's state.
Merged mergeAction(RowState& row, const Action& action, const Writer& writer);

/// The conflicts of a row, by field.
[[nodiscard]] std::vector<const Field*> conflictsOf(const RowState& row, const RecordType& type);

}  // namespace xiangji
