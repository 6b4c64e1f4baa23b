#pragma once

#include "syncd/central/central.hpp"
#include "syncd/central/sqlite/log_history.hpp"
#include "syncd/central/sqlite/read_pool.hpp"

namespace xiangji::syncd {

/// A read transaction kept open.
class SqliteSnapshot final : public CentralSnapshot {
 public:
    /// Throws SqlFault.
    SqliteSnapshot(std::unique_ptr<ReadPool::Snapshot> held, SegmentFolder& folder);

    LogHead head() override { return head_; }
    Result<std::vector<Segment>> segments() override;
    Outcome look(const Segment& segment) override;
    Outcome lines(const OnLine& line) override;
    Outcome linesByRow(const OnLine& line) override;
    Result<std::optional<RowState>> row(const RecordType& type, const Id& id) override;
    Result<std::vector<Id>> rowsWithoutLine(const RecordType& type) override;
    Result<std::optional<LogLine>> line(Lsn lsn) override;
    Outcome envelopes(const OnEnvelope& envelope) override;
    Result<std::vector<Epoch>> epochs() override;

 private:
    [[nodiscard]] Connection& sql() { return held_->sql(); }
    std::unique_ptr<ReadPool::Snapshot> held_;
    LogHistory history_;
    LogHead head_;
};

}  // namespace xiangji::syncd
