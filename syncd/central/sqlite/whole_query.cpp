#include "syncd/central/sqlite/whole_query.hpp"

#include <algorithm>

#include "syncd/central/sqlite/aside_tables.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"

namespace xiangji::syncd {

namespace {

/// Fills a page home by home; the index on home_org has a type's rows of one home in their order.
class Filling {
 public:
    Filling(Connection& sql, WholePage& page, std::size_t mostRows, std::size_t mostBytes)
        : sql_(sql), page_(page), mostRows_(mostRows), mostBytes_(mostBytes) {}

    /// Rows of one home (none = whatever the home) after `after`; false: the page is full.
    bool add(const RecordType& type, const Id* unit, const Id& after) {
        const MarkedRows rows(sql_, type);
        auto query = sql_.statement("SELECT " + rows.columns() + " FROM \"" + type.name +
                                    "\" WHERE id > ?1" +
                                    (unit == nullptr ? "" : " AND home_org = ?2") + " ORDER BY id");
        query.bind(1, after);
        if (unit != nullptr) {
            query.bind(2, *unit);
        }
        while (query.step()) {
            FeedRow row;
            row.type = &type;
            row.id = query.id(0);
            row.state = rows.stateAt(query);
            row.lsn = row.state.lsn;
            if (row.state.hasProposals) {
                row.proposals = proposalsIn(sql_, type.number, row.id);
            }
            bytes_ += roughSizeOf(row.state);
            if (page_.rows.size() == mostRows_ || (!page_.rows.empty() && bytes_ > mostBytes_)) {
                page_.more = true;
                return false;
            }
            page_.reached = {type.number, unit == nullptr ? Id{} : *unit, row.id};
            page_.rows.push_back(std::move(row));
        }
        return true;
    }

 private:
    Connection& sql_;
    WholePage& page_;
    std::size_t mostRows_;
    std::size_t mostBytes_;
    std::size_t bytes_ = 0;
};

}  // namespace

WholePage wholePage(Connection& sql, const std::vector<WholePart>& parts, const WholePlace& after,
                    std::size_t mostRows, std::size_t mostBytes) {
    WholePage page;
    page.head = headOf(sql);
    page.reached = after;
    Filling filling(sql, page, mostRows, mostBytes);
    for (const auto& part : parts) {
        const bool under = part.type->number == after.type;
        if (part.type->number < after.type) {
            continue;
        }
        if (part.anyHome) {
            if (!filling.add(*part.type, nullptr, under ? after.row : Id{})) {
                return page;
            }
            continue;
        }
        for (const auto& unit : part.units) {
            if (under && unit < after.unit) {
                continue;
            }
            if (!filling.add(*part.type, &unit, under && unit == after.unit ? after.row : Id{})) {
                return page;
            }
        }
    }
    return page;
}

std::uint64_t countOfWhole(Connection& sql, const std::vector<WholePart>& parts) {
    std::uint64_t count = 0;
    for (const auto& part : parts) {
        const std::string from = "SELECT count(*) FROM \"" + part.type->name + '"';
        if (part.anyHome) {
            auto query = sql.statement(from);
            query.step();
            count += query.unsignedInteger(0);
            continue;
        }
        auto query = sql.statement(from + " WHERE home_org = ?1");
        for (const auto& unit : part.units) {
            query.bind(1, unit).step();
            count += query.unsignedInteger(0);
            query.reset();
        }
    }
    return count;
}

}  // namespace xiangji::syncd
