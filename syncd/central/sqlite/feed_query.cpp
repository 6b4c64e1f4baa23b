#include "syncd/central/sqlite/feed_query.hpp"

#include <algorithm>

#include "syncd/central/sqlite/aside_tables.hpp"
#include "syncd/central/sqlite/feed_places.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

namespace {

/// A page ends where it passed so many places that told nothing: its reader is lent again. To see
/// it of a row costs some times what a place does that is not looked at.
constexpr std::size_t kMostPassed = 65'536;
constexpr std::size_t kLookedAt = 8;

/// Rows after a place, about: as many places again may be of rows that have another one by now.
std::uint64_t countAfter(Connection& sql, const Units& units, Lsn after, Lsn head) {
    if (!units.byIndex()) {
        return head - after;
    }
    auto query = sql.statement("SELECT coalesce(sum(count), 0) FROM _feed WHERE last_lsn > ?1" +
                               units.condition());
    units.bindTo(query, after);
    query.step();
    return query.unsignedInteger(0);
}

}  // namespace

FeedPage feedPage(Connection& sql, const Catalogue& catalogue, const FeedScope& scope, Lsn after,
                  std::size_t mostRows, std::size_t mostBytes) {
    FeedPage page;
    page.head = headOf(sql);
    page.next = std::max(page.head.lsn, after);
    const Units units(scope.units);
    const auto seen = [&](const RecordType& type, const Id& unit) {
        return units.contains(unit) && scope.mayRead(type, unit);
    };
    std::size_t bytes = 0;
    std::size_t passed = 0;
    {
        RowPlaces rows(sql, catalogue, units, after);
        TablePlaces lefts(sql, catalogue, "_left", TablePlaces::Under::unit, units, after);
        Lsn reached = after;
        while (rows.at() || lefts.at()) {
            const bool left = lefts.at() && (!rows.at() || lefts.at()->lsn <= rows.at()->lsn);
            const Place place = left ? *lefts.at() : *rows.at();
            if (left) {
                lefts.next();
            } else {
                rows.next();
            }
            // A row that moved left one unit and came to another at the same LSN.
            const Lsn behind = left ? std::max(reached, place.lsn - 1) : place.lsn;
            const auto passesTooMany = [&](std::size_t cost) {
                reached = behind;
                passed += cost;
                page.more = passed >= kMostPassed;
                page.next = page.more ? reached : page.next;
                return page.more;
            };
            if (place.type == nullptr || !seen(*place.type, place.unit)) {
                if (passesTooMany(1)) {
                    break;
                }
                continue;
            }
            auto state = MarkedRows(sql, *place.type).row(place.row);
            if (!state) {
                throw SqlFault({Fault::damaged, "the feed names a row that is not there: " +
                                                    place.type->name + " " + place.row.text()});
            }
            // It changed again: its last place tells all. Or it moved within the scope: its own
            // place tells the rest.
            const bool tells =
                left ? !seen(*place.type, feedUnit(*place.type, place.row, state->fields))
                     : state->lsn == place.lsn;
            if (!tells) {
                if (passesTooMany(kLookedAt)) {
                    break;
                }
                continue;
            }
            auto proposals = !left && state->hasProposals
                                 ? proposalsIn(sql, place.type->number, place.row)
                                 : std::vector<ProposalRow>();
            bytes += left ? 64 : roughSizeOf(*state);
            for (const auto& proposal : proposals) {
                bytes += proposal.proposal.ByteSizeLong();
            }
            // A row that alone is larger than a page travels alone.
            if (page.rows.size() == mostRows || (!page.rows.empty() && bytes > mostBytes)) {
                page.more = true;
                page.next = reached;
                break;
            }
            reached = place.lsn;
            page.rows.push_back({place.type, place.row, place.lsn,
                                 left ? RowState{} : *std::move(state), std::move(proposals),
                                 left});
        }
    }
    if (page.more) {
        page.left = countAfter(sql, units, page.next, page.head.lsn);
    }
    return page;
}

}  // namespace xiangji::syncd
