#pragma once

#include "tests/support/memory_store.hpp"

namespace xiangji::syncd::test {

/// What pages and exports read of a memory store.
class MemoryReader final : public Reader {
 public:
    MemoryReader(const MemoryStore& store, const Catalogue& catalogue)
        : store_(store), catalogue_(catalogue) {}

    Result<std::vector<SeenRow>> rows(const RecordType& type, const RowsWanted& wanted) override;
    Result<std::uint64_t> count(const RecordType& type, const RowsWanted& wanted) override;
    Result<std::vector<SeenConflict>> conflicts(const Id& unit) override;
    Result<std::vector<SeenUnit>> units() override;
    std::string titleOf(const RecordType& type, const Id& id) override;
    Result<std::uint64_t> headLsn() override { return std::uint64_t{store_.head().lsn}; }

 private:
    [[nodiscard]] bool lies(const RecordType& type, const Id& id, const RowState& state,
                            const Id& below) const;
    [[nodiscard]] std::optional<Value> timeOf(const RecordType& type, const RowState& state) const;
    [[nodiscard]] std::vector<SeenRow> wantedRows(const RecordType& type,
                                                  const RowsWanted& wanted) const;
    [[nodiscard]] SeenWrite seen(const Head& head) const;
    [[nodiscard]] std::string nameOf(const Id& person) const;

    const MemoryStore& store_;
    const Catalogue& catalogue_;
};

}  // namespace xiangji::syncd::test
