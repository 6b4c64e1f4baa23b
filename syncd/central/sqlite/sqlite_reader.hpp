#pragma once

#include "syncd/central/reader.hpp"
#include "syncd/central/sqlite/read_pool.hpp"

namespace xiangji::syncd {

/// What pages and exports read. A unit means itself with everything below it.
class SqliteReader final : public Reader {
 public:
    SqliteReader(ReadPool& pool, const Catalogue& catalogue) : pool_(pool), catalogue_(catalogue) {}

    Result<std::vector<SeenRow>> rows(const RecordType& type, const RowsWanted& wanted) override;
    Result<std::uint64_t> count(const RecordType& type, const RowsWanted& wanted) override;
    Result<std::vector<SeenConflict>> conflicts(const Id& unit) override;
    Result<std::vector<SeenUnit>> units() override;
    std::string titleOf(const RecordType& type, const Id& id) override;
    Result<std::uint64_t> headLsn() override;

 private:
    ReadPool& pool_;
    const Catalogue& catalogue_;
};

}  // namespace xiangji::syncd
