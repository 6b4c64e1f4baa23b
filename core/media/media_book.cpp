#include "core/media/media_book.hpp"

#include "wire/envelope.pb.h"

namespace xiangji {

namespace {

constexpr std::string_view kColumns = "SELECT row, sha256, bytes, state, words FROM _media ";
/// A row that was refused never comes to the centre, so neither can its file.
constexpr std::string_view kRowRefused =
    "EXISTS (SELECT 1 FROM _verdict v WHERE v.type = ?1 AND v.row = _media.row AND v.verdict IN "
    "(?2, ?3)) ";

BookedFile fileAt(const Statement& query) {
    return {.row = query.id(0),
            .sha256 = query.blob(1),
            .bytes = query.unsignedInteger(2),
            .state = static_cast<FileState>(query.integer(3)),
            .words = query.text(4)};
}

std::vector<BookedFile> filesOf(Statement& query) {
    std::vector<BookedFile> files;
    while (query.step()) {
        files.push_back(fileAt(query));
    }
    return files;
}

}  // namespace

std::int64_t MediaBook::mediaType() const {
    const auto* type = database_.catalogue().find("media");
    return type == nullptr ? 0 : std::int64_t{type->number};
}

void MediaBook::furnish() {
    database_.connection().execute(
        "CREATE TABLE IF NOT EXISTS _media (row BLOB PRIMARY KEY, sha256 BLOB NOT NULL, bytes "
        "INTEGER NOT NULL, state INTEGER NOT NULL, words TEXT NOT NULL, epoch BLOB, at_ms INTEGER "
        "NOT NULL) STRICT, WITHOUT ROWID");
}

void MediaBook::put(const BookedFile& file, Instant nowMs) {
    auto query = database_.connection().statement(
        "INSERT OR REPLACE INTO _media (row, sha256, bytes, state, words, at_ms) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6)");
    query.bind(1, file.row).bindBlob(2, file.sha256).bind(3, file.bytes);
    query.bind(4, static_cast<int>(file.state)).bindText(5, file.words).bind(6, nowMs);
    query.run();
}

std::optional<BookedFile> MediaBook::find(const Id& row) {
    auto query = database_.connection().statement(std::string(kColumns) + "WHERE row = ?1");
    query.bind(1, row);
    return query.step() ? std::optional(fileAt(query)) : std::nullopt;
}

std::vector<BookedFile> MediaBook::waiting() {
    auto query =
        database_.connection().statement(std::string(kColumns) + "WHERE state = ?4 AND NOT " +
                                         std::string(kRowRefused) + "ORDER BY at_ms, row");
    query.bind(1, mediaType()).bind(2, int{wire::VERDICT_REFUSED});
    query.bind(3, int{wire::VERDICT_QUARANTINED}).bind(4, static_cast<int>(FileState::waiting));
    return filesOf(query);
}

FileCounts MediaBook::counts() {
    FileCounts counts;
    auto query = database_.connection().statement(
        "SELECT state = ?5 OR " + std::string(kRowRefused) +
        ", count(*), sum(bytes) FROM _media WHERE state IN (?4, ?5) GROUP BY 1");
    query.bind(1, mediaType()).bind(2, int{wire::VERDICT_REFUSED});
    query.bind(3, int{wire::VERDICT_QUARANTINED}).bind(4, static_cast<int>(FileState::waiting));
    query.bind(5, static_cast<int>(FileState::refused));
    while (query.step()) {
        if (query.integer(0) != 0) {
            counts.refused = query.unsignedInteger(1);
        } else {
            counts.waiting = query.unsignedInteger(1);
            counts.waitingBytes = query.unsignedInteger(2);
        }
    }
    return counts;
}

void MediaBook::settle(const Id& row, FileState state, const std::string& words, const Id& epoch) {
    auto query = database_.connection().statement(
        "UPDATE _media SET state = ?2, words = ?3, epoch = ?4 WHERE row = ?1");
    query.bind(1, row).bind(2, static_cast<int>(state)).bindText(3, words).bind(4, epoch);
    query.run();
}

void MediaBook::offerAgainIn(const Id& epoch) {
    auto query = database_.connection().statement(
        "UPDATE _media SET state = ?1 WHERE state = ?2 AND epoch <> ?3");
    query.bind(1, static_cast<int>(FileState::waiting));
    query.bind(2, static_cast<int>(FileState::delivered)).bind(3, epoch);
    query.run();
}

std::vector<BookedFile> MediaBook::takeLeftovers() {
    std::vector<BookedFile> files;
    {
        auto query = database_.connection().statement(
            std::string(kColumns) +
            "WHERE (state IN (?1, ?2) AND NOT EXISTS (SELECT 1 FROM media m WHERE m.id = "
            "_media.row)) OR (EXISTS (SELECT 1 FROM _erased e WHERE e.type = ?3 AND e.row = "
            "_media.row) AND NOT EXISTS (SELECT 1 FROM media m WHERE m.id = _media.row AND "
            "m.void_reason IS NULL))");
        query.bind(1, static_cast<int>(FileState::delivered));
        query.bind(2, static_cast<int>(FileState::fetched)).bind(3, mediaType());
        files = filesOf(query);
    }
    for (const auto& file : files) {
        auto query = database_.connection().statement("DELETE FROM _media WHERE row = ?1");
        query.bind(1, file.row);
        query.run();
    }
    return files;
}

bool MediaBook::isNamed(const Bytes& sha256) {
    auto query = database_.connection().statement("SELECT 1 FROM _media WHERE sha256 = ?1");
    query.bindBlob(1, sha256);
    return query.step();
}

}  // namespace xiangji
