#include "syncd/central/sqlite/feed_table.hpp"

#include <algorithm>

namespace xiangji::syncd {

namespace {

/// Whether any of these, which are in order, stood there.
bool takeOut(std::vector<FeedPlace>& places, std::span<const Lsn> which,
             std::vector<FeedPlace>& gone) {
    return std::erase_if(places, [&](const FeedPlace& place) {
               const bool goes = std::ranges::binary_search(which, place.lsn);
               if (goes) {
                   gone.push_back(place);
               }
               return goes;
           }) > 0;
}

}  // namespace

FeedTable::FeedTable(Connection& connection) : connection_(connection), lines_(connection) {}

void FeedTable::put(const RecordType& type, const Id& row, const Id& unit, Lsn lsn, Lsn before) {
    auto& end = endOf(unit);
    end.waiting.push_back({lsn, type.number, row, before});
    if (end.waiting.size() == kMostPlacesALine) {
        write(unit, end);
    }
    if (++end.places >= kSweptAfter && end.places >= most(unit)) {
        sweep(unit, end, lsn);
    }
}

void FeedTable::write(const Id& unit, End& end) {
    lines_.write(unit, end.waiting);
    end.waiting.clear();
}

void FeedTable::flush() {
    for (auto& [unit, end] : ends_) {
        write(unit, end);
    }
}

void FeedTable::mark() {
    flush();
    marked_.push_back(ends_);
}

void FeedTable::backToMark() {
    ends_ = std::move(marked_.back());
    marked_.pop_back();
}

void FeedTable::forget() {
    ends_.clear();
    marked_.clear();
}

void FeedTable::leave(const Id& unit, Lsn lsn) {
    auto& end = endOf(unit);
    // With it the places it had left since they were last swept: nothing names them any more.
    for (Lsn next = lsn; next != 0;) {
        std::vector<FeedPlace> gone;
        const auto waiting = std::ranges::find(end.waiting, next, &FeedPlace::lsn);
        if (waiting != end.waiting.end()) {
            gone.push_back(*waiting);
            end.waiting.erase(waiting);
        } else {
            gone = remove(unit, {&next, 1});
        }
        next = gone.empty() || gone.front().lsn <= end.swept ? 0 : gone.front().before;
    }
}

std::vector<FeedPlace> FeedTable::remove(const Id& unit, std::span<const Lsn> old) {
    std::vector<FeedPlace> gone;
    std::optional<Line> shortened;  // not written yet: the next line may have room for what is left
    Lsn reached = 0;
    while (shortened || !old.empty()) {
        auto line = lineFrom(unit, shortened ? reached + 1 : old.front());
        if (!line) {
            break;
        }
        reached = line->last;
        const auto here = old.first(
            static_cast<std::size_t>(std::ranges::upper_bound(old, reached) - old.begin()));
        old = old.subspan(here.size());
        const bool isShorter = takeOut(line->places, here, gone);
        if (line->places.empty()) {
            erase(unit, line->last);
            continue;
        }
        const bool joins =
            shortened && shortened->places.size() + line->places.size() <= kMostPlacesALine;
        if (joins) {
            line->places.insert(line->places.begin(), shortened->places.begin(),
                                shortened->places.end());
            erase(unit, shortened->last);
        } else if (shortened) {
            rewrite(unit, *shortened);
        }
        shortened = joins || isShorter ? std::move(line) : std::nullopt;
    }
    if (shortened) {
        rewrite(unit, *shortened);
    }
    return gone;
}

std::optional<FeedTable::Line> FeedTable::lineFrom(const Id& unit, Lsn lsn) {
    auto query = connection_.statement(
        "SELECT last_lsn, places FROM _feed WHERE unit = ?1 AND last_lsn >= ?2 ORDER BY last_lsn "
        "LIMIT 1");
    query.bind(1, unit).bind(2, lsn);
    return query.step()
               ? std::optional(Line{query.unsignedInteger(0), unpackPlaces(query.blobView(1))})
               : std::nullopt;
}

void FeedTable::rewrite(const Id& unit, const Line& line) {
    const Bytes bytes = packPlaces(line.places);
    auto query = connection_.statement(
        "UPDATE _feed SET count = ?3, places = ?4 WHERE unit = ?1 AND last_lsn = ?2");
    query.bind(1, unit).bind(2, line.last).bind(3, static_cast<std::int64_t>(line.places.size()));
    query.bindBlobView(4, bytes).run();
}

void FeedTable::erase(const Id& unit, Lsn last) {
    auto query = connection_.statement("DELETE FROM _feed WHERE unit = ?1 AND last_lsn = ?2");
    query.bind(1, unit).bind(2, last).run();
}

FeedTable::End& FeedTable::endOf(const Id& unit) {
    const auto found = ends_.find(unit);
    if (found != ends_.end()) {
        return found->second;
    }
    End end;
    {
        auto query = connection_.statement("SELECT lsn FROM _swept WHERE unit = ?1");
        query.bind(1, unit);
        end.swept = query.step() ? query.unsignedInteger(0) : 0;
    }
    auto query = connection_.statement(
        "SELECT coalesce(sum(count), 0) FROM _feed WHERE unit = ?1 AND last_lsn > ?2");
    query.bind(1, unit).bind(2, end.swept);
    query.step();
    end.places = static_cast<std::size_t>(query.integer(0));
    return ends_.emplace(unit, std::move(end)).first->second;
}

std::size_t FeedTable::most(const Id& unit) const {
    const auto size = sizes_.find(unit);
    return size == sizes_.end() ? kSweptAfter
                                : std::clamp(size->second, kSweptAfter, kMostSweptAfter);
}

void FeedTable::sweep(const Id& unit, End& end, Lsn now) {
    write(unit, end);
    std::vector<Lsn> old;
    {
        auto query =
            connection_.statement("SELECT places FROM _feed WHERE unit = ?1 AND last_lsn > ?2");
        query.bind(1, unit).bind(2, end.swept);
        while (query.step()) {
            for (const auto& place : unpackPlaces(query.blobView(0))) {
                if (place.before != 0) {
                    old.push_back(place.before);
                }
            }
        }
    }
    std::ranges::sort(old);
    static_cast<void>(remove(unit, old));
    {
        auto query =
            connection_.statement("INSERT OR REPLACE INTO _swept (unit, lsn) VALUES (?1, ?2)");
        query.bind(1, unit).bind(2, now).run();
    }
    auto count = connection_.statement("SELECT coalesce(sum(count), 0) FROM _feed WHERE unit = ?1");
    count.bind(1, unit);
    count.step();
    sizes_[unit] = static_cast<std::size_t>(count.integer(0));
    end = {.swept = now, .places = 0, .waiting = {}};
}

}  // namespace xiangji::syncd
