#include "syncd/central/sqlite/log_history.hpp"

#include <algorithm>

#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/segment_file.hpp"
#include "syncd/central/sqlite/segment_table.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostOpen = 16;

}  // namespace

LogHistory::LogHistory(Connection& sql, SegmentFolder& folder)
    : sql_(sql), folder_(folder), reading_(folder.reading()) {}

std::vector<Segment> LogHistory::segments() {
    return segmentsIn(sql_);
}

void LogHistory::look(const Segment& segment) {
    lookAtSegment(folder_.path() / segment.file, segment);
}

std::shared_ptr<Connection> LogHistory::opened(const Segment& segment) {
    const auto found =
        std::ranges::find(open_, segment.file, [](const Open& one) { return one.segment.file; });
    if (found != open_.end()) {
        std::rotate(found, found + 1, open_.end());
        return open_.back().connection;
    }
    if (open_.size() == kMostOpen) {
        open_.erase(open_.begin());
    }
    auto taken = folder_.take(segment);
    // On loan: whoever lets go of it last gives it back.
    auto* connection = taken.release();
    open_.push_back({segment, std::shared_ptr<Connection>(
                                  connection, [&folder = folder_, segment](Connection* lent) {
                                      folder.giveBack(segment, std::unique_ptr<Connection>(lent));
                                  })});
    return open_.back().connection;
}

std::shared_ptr<Connection> LogHistory::openedIfThere(const Segment& segment) {
    try {
        return opened(segment);
    } catch (const SqlFault& fault) {
        const auto kind = fault.error().fault;
        if (kind == Fault::notFound || kind == Fault::damaged) {
            return nullptr;
        }
        throw;
    }
}

std::optional<LogLine> LogHistory::line(Lsn lsn) {
    if (auto here = lineIn(sql_, lsn)) {
        return here;
    }
    const auto segment = segmentAt(sql_, lsn);
    if (!segment) {
        return std::nullopt;
    }
    auto there = lineIn(*opened(*segment), lsn);
    if (auto other = rewrittenIn(sql_, lsn); there && other) {
        there->change = *std::move(other);
    }
    return there;
}

std::optional<Bytes> LogHistory::hashAt(Lsn lsn) {
    if (auto here = hashAtIn(sql_, lsn)) {
        return here;
    }
    const auto segment = segmentAt(sql_, lsn);
    if (!segment) {
        return std::nullopt;
    }
    return lsn == segment->last ? segment->hash : hashAtIn(*opened(*segment), lsn);
}

std::optional<LogPlace> LogHistory::origin(Lsn lsn) {
    const auto segment = segmentAt(sql_, lsn);
    return segment ? originIn(*opened(*segment), lsn) : originIn(sql_, lsn);
}

std::vector<LogLine> LogHistory::of(const RecordType& type, const Id& row) {
    Lsn at = 0;
    {
        auto query = sql_.statement("SELECT _lsn FROM \"" + type.name + "\" WHERE id = ?1");
        query.bind(1, row);
        at = query.step() ? query.unsignedInteger(0) : 0;
    }
    std::vector<LogLine> lines;
    while (at != 0) {
        auto found = line(at);
        if (!found || found->type != type.number || found->row != row || found->before >= at) {
            throw SqlFault({Fault::damaged, "the history of " + type.name + " " + row.text() +
                                                " is broken at LSN " + std::to_string(at) +
                                                "; the database was changed by another hand"});
        }
        at = found->before;
        lines.push_back(*std::move(found));
    }
    std::ranges::reverse(lines);
    return lines;
}

void LogHistory::walkByLsn(const CentralSnapshot::OnLine& line) {
    for (const auto& segment : segments()) {
        const auto file = openedIfThere(segment);
        bool goesOn = true;
        // What cannot be read to its end ends there: an audit sees which lines did not come.
        const auto walked =
            guarded([&] { goesOn = file == nullptr || syncd::walkByLsn(*file, line); });
        if (!goesOn) {
            return;
        }
        static_cast<void>(walked);
    }
    syncd::walkByLsn(sql_, line);
}

std::unique_ptr<Connection> LogHistory::orderedByRow() {
    // A file without a name: SQLite keeps what does not fit into memory on disk, and nobody else
    // sees it.
    auto made = Connection::open("", Connection::Mode::write);
    if (!made) {
        throw SqlFault(made.error());
    }
    Connection& order = **made;
    order.execute(
        "PRAGMA temp_store = FILE; CREATE TABLE line (type, row, lsn, PRIMARY KEY (type, row, "
        "lsn)) WITHOUT ROWID");
    SqlTransaction transaction(order);
    const auto put = [&order](Connection& from) {
        auto lines = from.statement("SELECT type, row, lsn FROM _log");
        while (lines.step()) {
            auto query = order.statement("INSERT INTO line VALUES (?1, ?2, ?3)");
            query.bind(1, lines.integer(0)).bind(2, lines.id(1)).bind(3, lines.integer(2)).run();
        }
    };
    put(sql_);
    for (const auto& segment : segments()) {
        if (const auto file = openedIfThere(segment)) {
            static_cast<void>(guarded([&] { put(*file); }));
        }
    }
    transaction.commit();
    return *std::move(made);
}

void LogHistory::walkByRow(const CentralSnapshot::OnLine& line) {
    const auto sorted = orderedByRow();
    auto order = sorted->statement("SELECT lsn FROM line ORDER BY type, row, lsn");
    while (order.step()) {
        const auto found = this->line(order.unsignedInteger(0));
        if (!found || !line(*found)) {
            break;
        }
    }
}

bool LogHistory::mayBeSpokenOf(const RecordType& type, const Id& row, Lsn lsn) {
    if (const auto segment = segmentAt(sql_, lsn)) {
        const auto file = openedIfThere(*segment);
        const auto found = file == nullptr ? std::nullopt : lineIn(*file, lsn);
        if (file == nullptr || (found && found->type == type.number && found->row == row)) {
            return true;
        }
    }
    // The line it stands at is not its own: only then is the whole log looked through.
    const auto all = segments();
    return speaksOf(sql_, type.number, row) ||
           std::ranges::any_of(all, [&](const Segment& segment) {
               const auto file = openedIfThere(segment);
               return file != nullptr && speaksOf(*file, type.number, row);
           });
}

std::vector<Id> LogHistory::rowsWithoutLine(const RecordType& type) {
    std::vector<std::pair<Id, Lsn>> doubtful;
    {
        auto query = sql_.statement("SELECT id, _lsn FROM \"" + type.name +
                                    "\" AS t WHERE NOT EXISTS (SELECT 1 FROM _log WHERE lsn = "
                                    "t._lsn AND type = ?1 AND row = t.id)");
        query.bind(1, std::int64_t{type.number});
        while (query.step()) {
            doubtful.emplace_back(query.id(0), query.unsignedInteger(1));
        }
    }
    std::vector<Id> without;
    for (const auto& [row, lsn] : doubtful) {
        if (!mayBeSpokenOf(type, row, lsn)) {
            without.push_back(row);
        }
    }
    return without;
}

}  // namespace xiangji::syncd
