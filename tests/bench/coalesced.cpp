#include "tests/bench/coalesced.hpp"

#include <algorithm>

#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji::bench {

namespace {

void put(wire::PulledRow& row, std::uint32_t field, const Value& value) {
    for (auto& cell : *row.mutable_cells()) {
        if (cell.field() == field) {
            putValue(cell, value);
            return;
        }
    }
    auto& cell = *row.add_cells();
    cell.set_field(field);
    putValue(cell, value);
}

}  // namespace

void Coalesced::take(const std::vector<wire::Change>& changes) {
    for (const auto& change : changes) {
        auto& row = rows_[{change.type(), change.row()}];
        row.set_type(change.type());
        row.set_row(change.row());
        row.set_lsn(++head_);
        for (const auto& cell : change.cells()) {
            put(row, cell.field(),
                cell.op() == wire::Cell::OP_ADD ? setCell({valueIn(cell)}) : valueIn(cell));
        }
        if (change.verb() == wire::VERB_VOID) {
            put(row, common::kVoidReason, change.reason());
        }
    }
}

std::vector<wire::PulledRow> Coalesced::after(std::uint64_t lsn) const {
    std::vector<wire::PulledRow> rows;
    for (const auto& [name, row] : rows_) {
        if (row.lsn() > lsn) {
            rows.push_back(row);
        }
    }
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.lsn() < b.lsn(); });
    return rows;
}

std::vector<wire::PulledRow> Coalesced::whole() const {
    std::vector<wire::PulledRow> rows;
    for (const auto& [name, row] : rows_) {
        rows.push_back(row);
    }
    return rows;
}

}  // namespace xiangji::bench
