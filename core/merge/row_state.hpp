#pragma once

#include <optional>
#include <vector>

#include "core/merge/heads.hpp"
#include "core/records/catalogue.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {

/// A row as the centre holds it: what shows, and the heads it follows from.
struct RowState {
    Fields fields;  ///< what shows; unset fields absent
    Heads heads;    ///< but for what `rest` says
    /// The write that most of the row follows from: of each field that shows and has no cell in
    /// `heads` it is the one head, with the value that shows. So a row of one write needs no second
    /// copy of its values. A set's elements always stand in `heads`.
    std::optional<Mark> rest;
    bool editedAfterVoid = false;  ///< an edit and a void were apart
    bool hasProposals = false;     ///< some lie or lay beside it
    bool erased = false;           ///< a person's values were taken out by order; nothing is added
    Lsn lsn = 0;                   ///< of the last effective change

    [[nodiscard]] bool voided() const { return fields.contains(common::kVoidReason); }
};

/// The heads of a field that is no set, whether they stand in `heads` or follow from `rest`. Empty:
/// never written.
[[nodiscard]] FieldHeads headsOf(const RowState& row, FieldNumber field);
/// The same, to be changed in place.
[[nodiscard]] FieldHeads& headsToWrite(RowState& row, FieldNumber field);
/// Puts all that follows from `rest` into `heads`.
void spellOut(RowState& row);

/// One cell of a change, decoded against its field.
struct CellWrite {
    const Field* field = nullptr;
    wire::Cell::Op op = wire::Cell::OP_WRITE;
    Value value;  ///< for ADD and REMOVE: the element
};

/// How writes of a field meet, from its merge class. Of class R only the office's writes come here,
/// and they meet as F; a phone's lie beside the row (proposal).
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
/// home stay, and its author and time are those of the earliest. The caller sees to it that the
/// writer of an insert has seen nothing (`seenLsn` 0): had its phone known the row, it would have
/// edited it.
Merged mergeCells(RowState& row, const std::vector<CellWrite>& cells, const Writer& writer,
                  bool insertOfExisting);

/// Merges the insert of a row of which there is nothing yet, as mergeCells would. `said` is what
/// the cells say, field by field (of a set its elements together); unset fields may be in it.
Merged mergeNew(RowState& row, const std::vector<CellWrite>& cells, Fields said,
                const Writer& writer);

/// Merges a void: the row is hidden, its fields go on merging; edits that were apart raise
/// `editedAfterVoid`.
Merged mergeVoid(RowState& row, const RecordType& type, const std::string& reason,
                 const Writer& writer);

/// Merges a settlement of one field (class F); `merged.conflict` says whether something still
/// stands against it.
Merged mergeSettlement(RowState& row, const CellWrite& cell, const Writer& writer,
                       std::span<const WriteName> named);

/// Moves a row along its lifecycle: by arrival. The caller has checked that the action is allowed
/// from the row's state.
Merged mergeAction(RowState& row, const Action& action, const Writer& writer);

/// The conflicts of a row, by field.
[[nodiscard]] std::vector<const Field*> conflictsOf(const RowState& row, const RecordType& type);

}  // namespace xiangji
