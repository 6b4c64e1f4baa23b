#pragma once

#include <algorithm>

#include "tests/planted/rows.hpp"

// Faults in rows that move to another unit.

namespace xiangji::planted {

/// What belongs to a row stays behind when it moves.
class DependantsStay final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Result<std::vector<Id>> rowsUnder(const RecordType&, const Field&, const Id&,
                                      const Id&) override {
        return std::vector<Id>();
    }
};

/// Nobody is told that a row moved out of his scope.
class LeaveUnsaid final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    Result<syncd::FeedPage> feed(const syncd::FeedScope& scope, Lsn after, std::size_t mostRows,
                                 std::size_t mostBytes) override {
        XIANGJI_LET(page, PassingCentral::feed(scope, after, mostRows, mostBytes));
        std::erase_if(page.rows, [](const syncd::FeedRow& row) { return row.left; });
        return page;
    }
};

/// A row says that it belongs elsewhere, and stays in the scope that it was in.
class MoveWithoutHome final : public SpoiledRows {
    using SpoiledRows::SpoiledRows;
    void spoil(const RecordType&, const RowState* before, RowState& row) override {
        if (before != nullptr && before->fields.contains(common::kHomeOrg)) {
            row.fields[common::kHomeOrg] = before->fields.at(common::kHomeOrg);
        }
    }
};

}  // namespace xiangji::planted
