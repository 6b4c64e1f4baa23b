#pragma once

#include "core/merge/row_state.hpp"
#include "core/records/field_seal.hpp"
#include "wire/envelope.pb.h"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Sealed fields at the centre: they come in boxes to its key, lie in the database under a key that
/// follows from it, and leave in boxes to the device they go to. Their plaintext is in memory only
/// between the two. Pure; any thread.
class SealedCells {
 public:
    SealedCells(const SigningKey& server, const Catalogue& catalogue)
        : seal_(server), catalogue_(catalogue) {}

    /// Boxes of a changeset become text as it lies at the centre; a cell whose box does not open,
    /// or whose value is of another kind than its field or breaks its limits, is left without a
    /// value and with its box. What an app of a lower `level` than its field was sealed at wrote in
    /// the clear becomes such text too.
    void lay(wire::Changeset& changeset, std::uint32_t level) const;

    /// A row as a phone gives it back after a restore, or as it was kept: its sealed fields as they
    /// lie here, without what does not open or breaks its limits.
    void lay(wire::PulledRow& row) const;

    /// What lies here, as a value of its field's kind. Faults: untrusted.
    [[nodiscard]] Result<Value> opened(const CellPlace& place, Kind kind, const Value& lying) const;

    /// What lies here, for one device. Faults: untrusted (it does not open), invalid (no key).
    [[nodiscard]] Result<Bytes> box(const CellPlace& place, const Value& lying,
                                    std::string_view devicePublicKey) const;

    /// Of what lies at the centre already: what was written in the clear before its field was
    /// sealed, and boxes that could not be opened as nothing here was known of what they hold.
    void layOlder(wire::Changeset& changeset) const;
    /// The same of one field of a row: what shows, and its heads, so that what is written apart now
    /// meets them as equal where it is.
    void layOlder(RowState& row, const CellPlace& place, const Field& field) const;
    /// Of one value of it.
    void layOlder(Value& value, const CellPlace& place, const Field& field) const;
    /// Of all its fields.
    void layOlder(RowState& row, const RecordType& type, const Id& id) const;

 private:
    /// What came in a box, or lies in a cell already; none where it is no value of the field.
    [[nodiscard]] std::optional<Value> heldIn(const wire::Cell& cell, const RecordType& type,
                                              const CellPlace& place) const;
    /// A box that opens and holds a value of its field; any other stays as it is.
    void layBoxed(wire::Cell& cell, const RecordType& type, const CellPlace& place) const;
    void layClear(wire::Cell& cell, const RecordType& type, const CellPlace& place,
                  std::uint32_t level) const;

    FieldSeal seal_;
    const Catalogue& catalogue_;
};

/// A cell that `lay` made; a box never looks like that.
[[nodiscard]] bool isLaid(const wire::Cell& cell);
/// A line of the log holds sealed values as they lie; this says so of its cells again.
void markLaid(wire::Change& line, const RecordType& type);

}  // namespace xiangji::syncd
