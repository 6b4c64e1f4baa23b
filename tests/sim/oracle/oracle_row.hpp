#pragma once

#include <map>

#include "tests/sim/oracle/admitted.hpp"

namespace xiangji::sim {

/// One write of a cell: which admitted change made it, and what it said. Of an element of a set: 1
/// = added, 0 = taken out.
struct OracleWrite {
    const AdmittedChange* by = nullptr;
    Value value;
};

/// Whether a settlement says that it saw a write.
[[nodiscard]] bool namesAsHead(const AdmittedChange& settlement, const AdmittedChange& write);

/// A row as the definitions of DESIGN §5 make it from the writes that were admitted: no step of it
/// is shared with core/merge.
class OracleRow {
 public:
    explicit OracleRow(const RecordType& type) : type_(type) {}

    /// Takes an admitted change, in the order of the log. `office`: its author held an office role
    /// there. `movesTo`: the unit to which an edit moves the row.
    void take(const AdmittedChange& change, bool office, const std::optional<Id>& movesTo);

    [[nodiscard]] Value shown(FieldNumber field) const;
    [[nodiscard]] Fields fields() const;
    [[nodiscard]] bool voided() const { return !isUnset(shown(common::kVoidReason)); }
    /// Its making is here: after a restore what followed may come back before it.
    [[nodiscard]] bool made() const { return made_; }
    /// Some edit and some void had neither seen the other.
    [[nodiscard]] bool editedAfterVoid() const;
    [[nodiscard]] Lsn lsn() const { return lsn_; }
    /// The writes of a field, or of an element, that no other write has seen.
    [[nodiscard]] std::vector<OracleWrite> heads(const CellKey& cell) const;
    [[nodiscard]] const std::map<CellKey, std::vector<OracleWrite>>& writes() const {
        return writes_;
    }

 private:
    enum class Kind { arrival, perField, addWins, earliest };
    [[nodiscard]] Kind kindOf(const Field& field) const;

    void put(const CellKey& cell, const AdmittedChange& change, Value value);

    const RecordType& type_;
    std::map<CellKey, std::vector<OracleWrite>> writes_;  ///< in the order of the log
    Lsn lsn_ = 0;
    bool made_ = false;
};

}  // namespace xiangji::sim
