#pragma once

#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/store/phone_database.hpp"
#include "core/store/recorder.hpp"
#include "core/store/row_table.hpp"
#include "core/store/step.hpp"

namespace xiangji {

/// One transaction of a person on this phone. Rows are written through `table()` and steps noted;
/// `commit` walks what the session recorded, writes it as an envelope into the outbox and commits
/// both together: there is no moment at which one of them is on disk without the other (P1). Throws
/// SqlFault; destroyed without commit it leaves nothing.
class LocalTransaction {
 public:
    explicit LocalTransaction(PhoneDatabase& database);

    [[nodiscard]] RowTable table(const RecordType& type) { return {database_.connection(), type}; }
    void note(Step step) { steps_.push_back(std::move(step)); }

    /// Without it, the next commit cannot be undone: an undo itself, what nobody did by hand.
    void forgetUndo() { undoable_ = false; }

    /// The envelope's seq; 0 if nothing really changed. Fails (invalid) where the envelope would
    /// exceed what may be sent.
    std::uint64_t commit(const Id& device, Instant nowMs);

 private:
    /// The signed part of an envelope, into the outbox; its hash links the chain.
    void keepEnvelope(const wire::Changeset& changeset, const Stamp& stamp, std::uint64_t seq,
                      bool seen, Instant nowMs);
    void overlayRows(const std::vector<RecordedRow>& rows, std::uint64_t seq);

    PhoneDatabase& database_;
    SqlTransaction transaction_;
    Recorder recorder_;
    std::vector<Step> steps_;
    bool undoable_ = true;
};

}  // namespace xiangji
