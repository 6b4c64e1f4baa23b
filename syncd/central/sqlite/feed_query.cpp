#include "syncd/central/sqlite/feed_query.hpp"

#include <unordered_set>

#include "syncd/central/sqlite/aside_tables.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/sqlite_write.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

namespace {

/// Up to this many units their own index entries are walked; with more, the feed itself is, and
/// what is out of scope skipped.
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

/// Rough, and an upper bound: what the row's columns and marks take.
std::size_t sizeOf(const RowState& state) {
    std::size_t size = 64;
    const auto add = [&size](const Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        const auto* blob = std::get_if<Blob>(&value);
        size +=
            12 + (text != nullptr ? text->size() : 0) + (blob != nullptr ? blob->bytes.size() : 0);
    };
    for (const auto& [field, value] : state.fields) {
        add(value);
    }
    for (const auto& [key, heads] : state.heads) {
        for (std::size_t i = 0; heads.size() > 1 && i < heads.size(); ++i) {
            add(heads[i].value);
            size += 64;
        }
    }
    return size;
}

}  // namespace

FeedPage feedPage(Connection& sql, const Catalogue& catalogue, const FeedScope& scope, Lsn after,
                  std::size_t mostRows, std::size_t mostBytes) {
    FeedPage page;
    page.head = headOf(sql);
    page.next = std::max(page.head.lsn, after);
    const Units units(scope.units);
    std::size_t bytes = 0;
    {
        auto query = sql.statement("SELECT lsn, type, row, unit FROM _feed WHERE lsn > ?1" +
                                   units.condition() + " ORDER BY lsn");
        units.bindTo(query, after);
        Lsn reached = after;
        while (query.step()) {
            const Place place{query.unsignedInteger(0),
                              catalogue.find(static_cast<TypeNumber>(query.integer(1))),
                              query.id(2), query.id(3)};
            if (place.type == nullptr || !units.contains(place.unit) ||
                !scope.mayRead(*place.type, place.unit)) {
                reached = place.lsn;
                continue;
            }
            auto state = MarkedRows(sql, *place.type).row(place.row);
            if (!state) {
                throw SqlFault({Fault::damaged, "the feed names a row that is not there: " +
                                                    place.type->name + " " + place.row.text()});
            }
            auto proposals = state->hasProposals ? proposalsIn(sql, place.type->number, place.row)
                                                 : std::vector<ProposalRow>();
            bytes += sizeOf(*state);
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
            page.rows.push_back(
                {place.type, place.row, place.lsn, *std::move(state), std::move(proposals)});
        }
    }
    if (page.more) {
        auto query = sql.statement("SELECT count(*) FROM _feed WHERE lsn > ?1" + units.condition());
        units.bindTo(query, page.next);
        query.step();
        page.left = query.unsignedInteger(0);
    }
    return page;
}

}  // namespace xiangji::syncd
