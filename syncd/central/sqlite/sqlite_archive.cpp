#include "syncd/central/sqlite/sqlite_archive.hpp"

#include <charconv>
#include <set>

#include "syncd/central/sqlite/log_history.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/segment_file.hpp"
#include "syncd/central/sqlite/segment_table.hpp"

namespace xiangji::syncd {

namespace {

Error noStretch(Lsn first, Lsn last) {
    return {Fault::invalid, "no lines of the log can be moved from LSN " + std::to_string(first) +
                                " to " + std::to_string(last) +
                                ": the newest one stays where it is"};
}

/// The last LSN that a file's name speaks of.
Lsn lastNamed(const std::string& file) {
    Lsn last = 0;
    const auto at = file.find('-') + 1;
    std::from_chars(file.data() + at, file.data() + file.size(), last);
    return last;
}

/// The database has the lines that a file left behind was made of.
bool isNeededNoMore(Connection& sql, SegmentFolder& folder, const std::string& file) {
    const auto header = guarded([&] { return headerOf(folder.path() / file); });
    // Without a header it was never finished, and what is not finished is never named.
    const Lsn last = header ? header->last : lastNamed(file);
    const auto here = guarded([&] { return LogHistory(sql, folder).hashAt(last); });
    return here && *here && (!header || **here == header->hash);
}

}  // namespace

SqliteArchive::~SqliteArchive() {
    if (!mayBeOnDisk_) {
        folder_.givenUp(made_);
    }
}

Segment SqliteArchive::next(Lsn last) const {
    Lsn first = 0;
    Lsn newest = 0;
    {
        auto query =
            sql_.statement("SELECT (SELECT min(lsn) FROM _log), (SELECT max(lsn) FROM _log)");
        query.step();
        first = query.unsignedInteger(0);
        newest = query.unsignedInteger(1);
    }
    if (last < first || last >= newest) {
        throw SqlFault(noStretch(first, last));
    }
    LogHistory history(sql_, folder_);
    const auto before = first == 1 ? std::optional(Bytes()) : history.hashAt(first - 1);
    const auto hash = history.hashAt(last);
    if (!before || !hash) {
        throw SqlFault({Fault::damaged, "the log has a gap before LSN " + std::to_string(last + 1) +
                                            "; nothing was moved; see: syncd audit verify"});
    }
    return {.first = first, .last = last, .before = *before, .hash = *hash};
}

std::string SqliteArchive::freshName(const Segment& segment) {
    constexpr const char* kRandom = "SELECT randomblob(4)";
    auto query = sql_.statement(kRandom);
    query.step();
    return made_.emplace_back(folder_.begin(segment, query.blob(0)));
}

Result<Segment> SqliteArchive::write(Lsn last, const Sign& sign) {
    return guarded([&] {
        auto segment = next(last);
        segment.signature = sign(segment);
        segment.file = freshName(segment);
        segment.checksum = writeSegment(sql_, folder_.path() / segment.file, segment);
        return segment;
    });
}

Outcome SqliteArchive::handOver(const Segment& segment) {
    return guarded([&] {
        putSegmentIn(sql_, segment);
        auto query = sql_.statement("DELETE FROM _log WHERE lsn BETWEEN ?1 AND ?2");
        query.bind(1, segment.first).bind(2, segment.last).run();
        if (sql_.changes() != static_cast<std::int64_t>(segment.lines())) {
            throw SqlFault({Fault::damaged, "the log changed while it was moved"});
        }
    });
}

void SqliteArchive::rewrite(Segment segment, const std::map<Lsn, Bytes>& changed) {
    const auto old = openSegment(folder_.path() / segment.file, segment);
    segment.file = freshName(segment);
    segment.checksum = writeSegment(*old, folder_.path() / segment.file, segment, changed);
    putSegmentIn(sql_, segment);
}

void SqliteArchive::finish() {
    std::map<Lsn, Bytes> all;
    {
        auto query = sql_.statement("SELECT lsn, change FROM _rewritten");
        while (query.step()) {
            all.emplace(query.unsignedInteger(0), query.blob(1));
        }
    }
    while (!all.empty()) {
        auto segment = segmentAt(sql_, all.begin()->first);
        if (!segment) {
            throw SqlFault({Fault::damaged, "LSN " + std::to_string(all.begin()->first) +
                                                " is in no segment; nothing was erased"});
        }
        const auto end = all.upper_bound(segment->last);
        rewrite(*std::move(segment), {all.begin(), end});
        all.erase(all.begin(), end);
        if (all.empty()) {
            sql_.execute("DELETE FROM _rewritten");
        }
    }
    mayBeOnDisk_ = true;
}

void SqliteArchive::committed() {
    folder_.committed();
}

bool sweepSegments(Connection& sql, SegmentFolder& folder) {
    auto files = folder.candidates();
    if (files.empty()) {
        return true;
    }
    std::set<std::string> names;
    for (const auto& segment : segmentsIn(sql)) {
        names.insert(segment.file);
    }
    std::erase_if(files, [&](const std::string& file) {
        constexpr std::string_view kEnding = ".segment";
        const auto base = file.substr(0, file.find(kEnding) + kEnding.size());
        return names.contains(base) || (base == file && !isNeededNoMore(sql, folder, file));
    });
    return folder.remove(files);
}

}  // namespace xiangji::syncd
