#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"
#include "syncd/merge/erasing/erased_values.hpp"

namespace xiangji::syncd {

/// What an erasure of before demands of what came in this transaction (erased_names.hpp).
struct DueErasure {
    std::pair<TypeNumber, Id> row;
    std::pair<TypeNumber, Id> whom;  ///< the erased row it is because of
    std::string words;               ///< that stand there
    Depth depth = Depth::row;
    /// Somebody known through others alone: only where no row names them, and this person made it.
    std::optional<Id> ofAuthor;
};

/// The writer's transaction with what goes along with it: the log's next place, its chain, and the
/// roles as the changes so far have made them. Any Error means that the whole of it must be given
/// up. The desk's thread alone.
class Transaction {
 public:
    /// `authority` is the writer's own copy; what this changes in it is undone unless committed.
    /// `saltKey` is known to this process alone and forgotten with it: lines of personal rows get a
    /// salt from it, so that once their values are erased their hashes give no guess away.
    [[nodiscard]] static Result<std::unique_ptr<Transaction>> begin(Central& central,
                                                                    Authority& authority,
                                                                    Instant nowMs,
                                                                    Bytes saltKey = {});
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    [[nodiscard]] CentralWrite& central() { return *write_; }
    [[nodiscard]] const Authority& authority() const { return authority_; }
    [[nodiscard]] Instant nowMs() const { return nowMs_; }
    [[nodiscard]] const LogHead& head() const { return head_; }
    [[nodiscard]] Lsn nextLsn() const { return head_.lsn + 1; }

    /// The lives of this database, read when first asked for.
    [[nodiscard]] Result<Lineage> lineage();

    /// One effective change: the row and its line get the next LSN, the line its place in the
    /// chain.
    [[nodiscard]] Outcome write(const RecordType& type, const Id& id, RowState& row, LogLine line);

    /// Whether anything is held; what this transaction puts aside counts.
    [[nodiscard]] Result<bool> anyHeld();
    [[nodiscard]] Outcome putAside(const AsideRow& aside);

    /// Whether anything was ever erased here, in this transaction too.
    [[nodiscard]] Result<bool> anyErasure();
    [[nodiscard]] Outcome putErasure(const ErasureRow& erasure);
    /// Noted until somebody takes them, before the commit.
    void noteDue(DueErasure due) { due_.push_back(std::move(due)); }
    [[nodiscard]] std::vector<DueErasure> takeDue() { return std::exchange(due_, {}); }

    [[nodiscard]] Outcome savepoint();
    [[nodiscard]] Outcome release();
    [[nodiscard]] Outcome rollback();

    /// Durable when it returns without error; the changes to the authority then stay.
    [[nodiscard]] Outcome commit();
    [[nodiscard]] bool changedAuthority() const { return !undo_.empty(); }

 private:
    Transaction(std::unique_ptr<CentralWrite> write, Authority& authority, LogHead head,
                Instant nowMs, Bytes saltKey)
        : write_(std::move(write)),
          authority_(authority),
          head_(std::move(head)),
          nowMs_(nowMs),
          saltKey_(std::move(saltKey)) {}
    void salt(const RecordType& type, LogLine& line) const;

    struct Undo {
        const RecordType* type;
        Id id;
        std::optional<Fields> before;
    };
    struct Mark {
        LogHead head;
        std::size_t undo;
    };
    void undoTo(std::size_t size);

    std::unique_ptr<CentralWrite> write_;
    Authority& authority_;
    LogHead head_;
    Instant nowMs_;
    Bytes saltKey_;
    std::optional<Lineage> lineage_;
    std::vector<Undo> undo_;
    std::vector<Mark> marks_;
    std::optional<bool> anyHeld_;
    std::optional<bool> anyErasure_;
    std::vector<DueErasure> due_;
    bool committed_ = false;
};

}  // namespace xiangji::syncd
