#pragma once

#include "core/store/phone_database.hpp"
#include "core/store/row_table.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Rows as the centre has them, written over a phone's own: cells with an own edit that the
/// centre's row does not contain yet keep it, the centre's value lies beside them. Runs in the
/// caller's transaction; throws SqlFault.
class PulledRows {
 public:
    explicit PulledRows(PhoneDatabase& database) : database_(database) {}

    void take(const wire::PulledRow& row);
    /// At the log's head `lsn`: edits that were refused give way to the centre's values, rows the
    /// centre never took go.
    void settle(std::uint64_t lsn);
    /// Another life of the log: places in the old one mean nothing, whatever comes next contains
    /// what was receipted.
    void forgetPlaces();

 private:
    void takeConflicts(const wire::PulledRow& row);
    void takeProposals(const wire::PulledRow& row);
    void forget(const RecordType& type, const Id& id);
    void settleRow(const RecordType& type, const Id& id, wire::Overlay overlay, std::uint64_t lsn);

    PhoneDatabase& database_;
    std::optional<bool> anyProposals_;  ///< on this phone; most have none
};

}  // namespace xiangji
