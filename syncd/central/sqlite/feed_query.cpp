#include "syncd/central/sqlite/feed_query.hpp"

#include <optional>
#include <unordered_set>

#include "syncd/central/sqlite/aside_tables.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

namespace {

/// Up to this many units their own places are walked; with more, the log is, and what is out of
/// scope skipped.
constexpr std::size_t kUnitsByIndex = 64;

struct Place {
    Lsn lsn = 0;
    const RecordType* type = nullptr;
    Id row;
    Id unit;
};

/// The scope as a condition and its values. Places 1 = after.
class Units {
 public:
    explicit Units(const std::vector<Id>& units) : all_(units.begin(), units.end()) {
        all_.insert(everyone());
        all_.erase(Id{});
        if (all_.size() <= kUnitsByIndex) {
            condition_ = " AND unit IN (?2";
            for (std::size_t place = 3; place < all_.size() + 2; ++place) {
                condition_ += ", ?" + std::to_string(place);
            }
            condition_ += ")";
        }
    }

    [[nodiscard]] const std::string& condition() const { return condition_; }
    [[nodiscard]] bool byIndex() const { return !condition_.empty(); }
    void bindTo(Statement& query, Lsn after) const {
        query.bind(1, after);
        if (!condition_.empty()) {
            int place = 2;
            for (const auto& unit : all_) {
                query.bind(place++, unit);
            }
        }
    }
    [[nodiscard]] bool contains(const Id& unit) const { return all_.contains(unit); }

 private:
    std::unordered_set<Id> all_;
    std::string condition_;
};

/// A statement of places (lsn, type, row, unit), read one ahead. Lines of the log are places too:
/// there the unit is the row's home.
class Places {
 public:
    enum class Under { unit, home };
    Places(Connection& sql, const Catalogue& catalogue, const char* table, Under under,
           const Units& units, Lsn after)
        : catalogue_(catalogue),
          under_(under),
          query_(sql.statement("SELECT lsn, type, row, unit FROM " + std::string(table) +
                               " WHERE lsn > ?1" + units.condition() + " ORDER BY lsn")) {
        units.bindTo(query_, after);
        next();
    }
    [[nodiscard]] const std::optional<Place>& at() const { return at_; }
    void next() {
        at_.reset();
        if (query_.step()) {
            at_ = Place{query_.unsignedInteger(0),
                        catalogue_.find(static_cast<TypeNumber>(query_.integer(1))), query_.id(2),
                        query_.id(3)};
            if (under_ == Under::home && at_->type != nullptr) {
                at_->unit = feedUnit(*at_->type, at_->row, at_->unit);
            }
        }
    }

 private:
    const Catalogue& catalogue_;
    Under under_;
    Statement query_;
    std::optional<Place> at_;
};

/// Rows after a place, about: some may have another place by now.
std::uint64_t countAfter(Connection& sql, const Units& units, Lsn after, Lsn head) {
    if (!units.byIndex()) {
        return head - after;
    }
    auto query = sql.statement("SELECT count(*) FROM _feed WHERE lsn > ?1" + units.condition());
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
    {
        Places rows(sql, catalogue, units.byIndex() ? "_feed" : "_log",
                    units.byIndex() ? Places::Under::unit : Places::Under::home, units, after);
        Places lefts(sql, catalogue, "_left", Places::Under::unit, units, after);
        Lsn reached = after;
        while (rows.at() || lefts.at()) {
            const bool left = lefts.at() && (!rows.at() || lefts.at()->lsn <= rows.at()->lsn);
            const Place place = left ? *lefts.at() : *rows.at();
            (left ? lefts : rows).next();
            if (place.type == nullptr || !seen(*place.type, place.unit)) {
                reached = place.lsn;
                continue;
            }
            auto state = MarkedRows(sql, *place.type).row(place.row);
            if (!state) {
                throw SqlFault({Fault::damaged, "the feed names a row that is not there: " +
                                                    place.type->name + " " + place.row.text()});
            }
            if (!left && state->lsn != place.lsn) {
                reached = place.lsn;  // it changed again: its last place tells all
                continue;
            }
            if (left && seen(*place.type, feedUnit(*place.type, place.row, state->fields))) {
                reached = place.lsn;  // it moved within the scope: its own place tells the rest
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
