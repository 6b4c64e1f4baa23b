#include "core/store/erased_rows.hpp"

#include <algorithm>
#include <vector>

#include "core/store/former_envelopes.hpp"
#include "core/store/row_table.hpp"
#include "wire/kept.pb.h"

namespace xiangji {

namespace {

constexpr std::string_view kScrubDue = "scrub_due";
constexpr const char* kErasedWords = "已按要求删除";

bool speaksOf(const wire::Changeset& changeset,
              const std::set<std::pair<TypeNumber, Bytes>>& rows) {
    return std::any_of(changeset.changes().begin(), changeset.changes().end(),
                       [&](const wire::Change& change) {
                           return rows.contains({TypeNumber{change.type()}, change.row()});
                       });
}

}  // namespace

void ErasedRows::take(const google::protobuf::RepeatedPtrField<wire::ErasedRow>& rows) {
    if (rows.empty()) {
        return;
    }
    Names names;
    for (const auto& row : rows) {
        const auto* type = database_.catalogue().find(TypeNumber{row.type()});
        const auto id = Id::fromBytes(row.row());
        if (type != nullptr && id) {
            erase(*type, *id);
            names.emplace(type->number, row.row());
        }
    }
    // Read once for all of them: a pupil's lines may be hundreds, what was sent thousands.
    dropSentAbout(names);
    dropUndo(names);
    oweScrub();
}

void ErasedRows::erase(const RecordType& type, const Id& id) {
    auto& sql = database_.connection();
    const auto overlay = database_.overlay(type.number, id);
    const bool onlyHere = overlay && overlay->inserted_seq() != 0;
    {
        auto query = sql.statement("INSERT OR IGNORE INTO _erased (type, row) VALUES (?1, ?2)");
        query.bind(1, std::int64_t{type.number}).bind(2, id).run();
    }
    database_.dropOverlay(type.number, id);
    for (const char* table :
         {"_conflict", "_flag", "_proposal", "_settling", "_verdict", "_label", "_lost"}) {
        // That something was not taken because of an erasure is what its author must read.
        const bool verdicts = std::string_view(table) == "_verdict";
        auto query =
            sql.statement("DELETE FROM " + std::string(table) + " WHERE type = ?1 AND row = ?2" +
                          (verdicts ? " AND reason NOT IN ('erased', 'emptied')" : ""));
        query.bind(1, std::int64_t{type.number}).bind(2, id).run();
    }
    {
        // A page names its draft by the row it is about.
        auto query = sql.statement("DELETE FROM _draft WHERE instr(name, ?1) > 0");
        query.bindText(1, id.text()).run();
    }
    RowTable table(sql, type);
    if (const auto row = table.row(id); row && onlyHere) {
        table.remove(id);
    } else if (row) {
        Fields bare;
        for (const auto& [number, value] : *row) {
            if (number >= common::kFirstOwn) {
                bare[number] = {};
            }
        }
        bare[common::kVoidReason] = std::string(kErasedWords);
        table.update(id, bare);
    }
}

void ErasedRows::dropSentAbout(const Names& rows) {
    auto& sql = database_.connection();
    std::vector<std::uint64_t> about;
    {
        auto query =
            sql.statement("SELECT seq, body FROM _sent UNION ALL SELECT seq, body FROM _former");
        while (query.step()) {
            wire::EnvelopeBody body;
            wire::Changeset changeset;
            if (body.ParseFromString(query.blob(1)) &&
                changeset.ParseFromString(body.changeset()) && speaksOf(changeset, rows)) {
                about.push_back(query.unsignedInteger(0));
            }
        }
    }
    for (const auto seq : about) {
        for (const char* drop :
             {"DELETE FROM _sent WHERE seq = ?1", "DELETE FROM _former WHERE seq = ?1"}) {
            auto query = sql.statement(drop);
            query.bind(1, seq).run();
        }
    }
    FormerEnvelopes(database_).forgetUnused();
}

void ErasedRows::dropUndo(const Names& rows) {
    wire::Undo undo;
    const bool about = undo.ParseFromString(database_.knownBytes(known::kUndo)) &&
                       std::any_of(undo.steps().begin(), undo.steps().end(), [&](const auto& step) {
                           return rows.contains({TypeNumber{step.type()}, step.row()});
                       });
    if (about) {
        database_.know(known::kUndo, Blob{});
    }
}

void ErasedRows::dropSent(std::uint64_t seq, const wire::Changeset& changeset) {
    auto& sql = database_.connection();
    Names erased;
    for (const auto& change : changeset.changes()) {
        auto query = sql.statement("SELECT 1 FROM _erased WHERE type = ?1 AND row = ?2");
        query.bind(1, std::int64_t{change.type()}).bindBlob(2, change.row());
        if (query.step()) {
            erased.emplace(TypeNumber{change.type()}, change.row());
        }
    }
    if (erased.empty()) {
        return;
    }
    // What was last saved lies there once more, so that it can be taken back.
    dropUndo(erased);
    auto query = sql.statement("DELETE FROM _sent WHERE seq = ?1");
    query.bind(1, seq).run();
    oweScrub();
}

void ErasedRows::oweScrub() {
    database_.know(kScrubDue, std::int64_t{1});
}

bool ErasedRows::scrubDue() {
    return database_.knownInteger(kScrubDue) != 0;
}

void ErasedRows::scrub() {
    auto& sql = database_.connection();
    sql.execute("VACUUM");
    database_.know(kScrubDue, std::int64_t{0});
    auto query = sql.statement("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!query.step() || query.integer(0) != 0) {
        query.reset();
        oweScrub();
    }
}

}  // namespace xiangji
