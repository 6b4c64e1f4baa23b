#include "syncd/central/sqlite/segment_file.hpp"

#include "core/base/running_hash.hpp"
#include "syncd/central/packed.hpp"
#include "syncd/central/sqlite/log_lines.hpp"

namespace xiangji::syncd {

namespace {

constexpr int kPlaces = 17;       ///< columns of a line
constexpr int kChangePlace = 11;  ///< among them, from 0

constexpr const char* kTables =
    "CREATE TABLE _header (one INTEGER PRIMARY KEY CHECK (one = 1), first INTEGER NOT NULL, last "
    "INTEGER NOT NULL, before BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL) STRICT";

/// A file that is written in one go needs a rollback journal only: then it is one file again.
/// EXTRA syncs the folder too.
void useJournal(Connection& file) {
    auto mode = file.statement("PRAGMA journal_mode=DELETE");
    if (!mode.step() || mode.text(0) != "delete") {
        throw SqlFault({Fault::failed, "a segment's file cannot be written in one go"});
    }
    mode.reset();
    file.execute("PRAGMA synchronous=EXTRA");
}

void putHeader(Connection& file, const Segment& segment) {
    auto query = file.statement(
        "INSERT INTO _header (one, first, last, before, hash, signature) VALUES (1, ?1, ?2, ?3, "
        "?4, ?5)");
    query.bind(1, segment.first).bind(2, segment.last).bindBlob(3, segment.before);
    query.bindBlob(4, segment.hash).bindBlob(5, segment.signature).run();
}

void copyLines(Connection& from, Connection& to, const Segment& segment,
               const std::map<Lsn, Bytes>& changed) {
    auto lines = from.statement(std::string("SELECT ") + kLogColumns +
                                " FROM _log WHERE lsn BETWEEN ?1 AND ?2 ORDER BY lsn");
    lines.bind(1, segment.first).bind(2, segment.last);
    std::uint64_t count = 0;
    while (lines.step()) {
        auto put = to.statement(std::string("INSERT INTO _log (") + kLogColumns +
                                ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                                "?14, ?15, ?16, ?17)");
        for (int place = 0; place < kPlaces; ++place) {
            put.bind(place + 1, lines.value(place));
        }
        if (const auto other = changed.find(lines.unsignedInteger(0)); other != changed.end()) {
            put.bindBlob(kChangePlace + 1, other->second);
        }
        put.run();
        ++count;
    }
    if (count != segment.lines()) {
        throw SqlFault({Fault::damaged, "lines of the log are missing between LSN " +
                                            std::to_string(segment.first) + " and " +
                                            std::to_string(segment.last) +
                                            "; nothing was moved; see: syncd audit verify"});
    }
}

Error away(const std::filesystem::path& file, const Segment& segment) {
    return {Fault::notFound, named(segment) + " is not in " + file.parent_path().string() +
                                 "; copy it there from a backup's folder of the same name"};
}

std::unique_ptr<Connection> opened(const std::filesystem::path& file) {
    auto connection = Connection::open(file, Connection::Mode::read);
    if (!connection) {
        throw SqlFault(connection.error());
    }
    // Many may be open at once.
    (*connection)->execute("PRAGMA cache_size = -512");
    return *std::move(connection);
}

Segment headerIn(Connection& file) {
    auto query = file.statement("SELECT first, last, before, hash, signature FROM _header");
    if (!query.step()) {
        throw SqlFault({Fault::damaged, "the file has no header"});
    }
    Segment segment;
    segment.first = query.unsignedInteger(0);
    segment.last = query.unsignedInteger(1);
    segment.before = query.blob(2);
    segment.hash = query.blob(3);
    segment.signature = query.blob(4);
    return segment;
}

bool isOf(const Segment& header, const Segment& segment) {
    return header.first == segment.first && header.last == segment.last &&
           header.before == segment.before && header.hash == segment.hash &&
           header.signature == segment.signature;
}

}  // namespace

Bytes writeSegment(Connection& from, const std::filesystem::path& file, const Segment& segment,
                   const std::map<Lsn, Bytes>& changed) {
    {
        auto made = Connection::open(file, Connection::Mode::write);
        if (!made) {
            throw SqlFault(made.error());
        }
        useJournal(**made);
        SqlTransaction transaction(**made);
        (*made)->execute(kTables);
        (*made)->execute(logTable());
        putHeader(**made, segment);
        copyLines(from, **made, segment, changed);
        transaction.commit();
    }
    const auto again = openSegment(file, segment);
    return checksumOf(*again);
}

std::unique_ptr<Connection> openSegment(const std::filesystem::path& file, const Segment& segment) {
    try {
        auto connection = opened(file);
        if (!isOf(headerIn(*connection), segment)) {
            throw SqlFault({Fault::damaged, "the file is another segment's"});
        }
        return connection;
    } catch (const SqlFault& fault) {
        if (fault.error().fault == Fault::notFound) {
            throw SqlFault(away(file, segment));
        }
        throw SqlFault({Fault::damaged, named(segment) +
                                            " cannot be read: " + fault.error().detail +
                                            "; copy it from a backup again"});
    }
}

Segment headerOf(const std::filesystem::path& file) {
    return headerIn(*opened(file));
}

Bytes checksumOf(Connection& segment) {
    RunningHash hash;
    auto lines =
        segment.statement(std::string("SELECT ") + kLogColumns + " FROM _log ORDER BY lsn");
    while (lines.step()) {
        Packer packer;
        for (int place = 0; place < kPlaces; ++place) {
            packer.value(lines.value(place));
        }
        hash.add(packer.take());
    }
    return hash.take();
}

void lookAtSegment(const std::filesystem::path& file, const Segment& segment) {
    const auto connection = openSegment(file, segment);
    const auto found = guarded([&] { return checksumOf(*connection); });
    if (!found) {
        throw SqlFault({Fault::damaged, named(segment) +
                                            " cannot be read whole: " + found.error().detail +
                                            "; copy it from a backup again"});
    }
    if (*found != segment.checksum) {
        throw SqlFault(
            {Fault::invalid, named(segment) + " is not what was written: its checksum differs"});
    }
}

}  // namespace xiangji::syncd
