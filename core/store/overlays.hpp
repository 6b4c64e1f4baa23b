#pragma once

#include <optional>

#include "core/records/row_scope.hpp"
#include "core/store/phone_database.hpp"

namespace xiangji {

/// Own edits beside the centre's values, as receipts and pulls move them on. Runs in the caller's
/// transaction; throws SqlFault.
class Overlays {
 public:
    explicit Overlays(PhoneDatabase& database) : database_(database) {}

    /// True while an edit of the row has no verdict yet: then nothing may take the row away.
    [[nodiscard]] static bool waits(const wire::Overlay& overlay);
    /// An insert's overlay names no cells; once the centre has a row of the same id, each cell
    /// stands for itself.
    static void spell(wire::Overlay& overlay, const Fields& local);

    /// At the log's head `lsn`: edits that were refused give way to the centre's values; rows the
    /// centre never took, or that left the scope, go.
    void settle(std::uint64_t lsn);
    /// Another life of the log: places in the old one mean nothing, whatever comes next contains
    /// what was receipted.
    void forgetPlaces();
    /// The row with all that lies beside it. What the centre said of it stays: it may tell a person
    /// that what they wrote here was not taken.
    void forget(const RecordType& type, const Id& id);
    /// The row left the scope: it goes with what the centre said of it and with drafts about it, or
    /// as soon as nothing of it waits any more.
    void leave(const RecordType& type, const Id& id);

 private:
    [[nodiscard]] bool covered(const RowScope& scope, const RecordType& type, const Id& id);
    void purge(const RecordType& type, const Id& id, const wire::Overlay& overlay);
    void settleRow(const RecordType& type, const Id& id, wire::Overlay overlay, std::uint64_t lsn,
                   const std::optional<RowScope>& scope);

    PhoneDatabase& database_;
};

}  // namespace xiangji
