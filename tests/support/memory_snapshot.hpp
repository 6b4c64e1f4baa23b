#pragma once

#include "tests/support/memory_store.hpp"

namespace xiangji::syncd::test {

/// A memory store as it is now.
class MemorySnapshot final : public CentralSnapshot {
 public:
    explicit MemorySnapshot(const MemoryStore& store) : store_(store) {}

    LogHead head() override { return store_.head(); }
    Outcome lines(const OnLine& line) override;
    Outcome linesByRow(const OnLine& line) override;
    Result<std::optional<RowState>> row(const RecordType& type, const Id& id) override;
    Result<std::vector<Id>> rowsWithoutLine(const RecordType& type) override;
    Result<std::optional<LogLine>> line(Lsn lsn) override;
    Outcome envelopes(const OnEnvelope& envelope) override;
    Result<std::vector<Epoch>> epochs() override { return store_.epochs; }

 private:
    MemoryStore store_;
};

}  // namespace xiangji::syncd::test
