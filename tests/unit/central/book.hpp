#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "syncd/central/log_chain.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "tests/support/township.hpp"

namespace xiangji::syncd::test {

inline const RecordType& typeOf(const char* name) {
    return *Catalogue::builtIn().find(name);
}
inline FieldNumber number(const char* type, const char* field) {
    return typeOf(type).field(field)->number;
}

inline const Id kUnitA = Id::ofHash("unit a");
inline const Id kUnitB = Id::ofHash("unit b");
inline const Id kDevice = Id::ofHash("device");
inline const Id kPerson = Id::ofHash("person");

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}
inline void must(const Outcome& outcome) {
    if (!outcome) {
        throw std::runtime_error(outcome.error().detail);
    }
}

/// What makes the feed of a file of this schema one of the second: a line for each place, those
/// that rows have left among them.
inline constexpr const char* kFeedOfTheSecondSchema =
    "DROP TABLE _feed; CREATE TABLE _feed (unit BLOB NOT NULL, lsn INTEGER NOT NULL, type INTEGER "
    "NOT NULL, row BLOB NOT NULL, before_lsn INTEGER NOT NULL, PRIMARY KEY (unit, lsn)) STRICT, "
    "WITHOUT ROWID; INSERT INTO _feed SELECT unit, lsn, type, row, before_lsn FROM _log; "
    "PRAGMA user_version = 2";

/// A central file of its own, written row by row.
class Book {
 public:
    Book() { open(); }
    void open() {
        central.reset();
        central = must(openSqliteCentral(folder.path() / "central.db", Catalogue::builtIn()));
    }

    static RowState activity(const std::string& title, const Id& home, Instant start = 0) {
        RowState row;
        row.fields[number("activity", "title")] = title;
        row.fields[number("activity", "plan_start")] = std::int64_t{start};
        row.fields[common::kHomeOrg] = refTo(home);
        row.fields[common::kAuthorPerson] = refTo(kPerson);
        return row;
    }
    static RowState unit(const std::string& name, const Id& parent) {
        RowState row;
        row.fields[number("unit", "name")] = name;
        row.fields[number("unit", "kind")] = std::int64_t{parent.isNone() ? 1 : 2};
        if (!parent.isNone()) {
            row.fields[number("unit", "parent")] = refTo(parent);
        }
        return row;
    }

    /// Writes a row as one change of the log; every cell belongs to that write.
    void put(CentralWrite& write, const char* type, const Id& id, RowState row) {
        const auto head = must(write.head());
        const auto before = must(write.row(typeOf(type), id));
        row.lsn = head.lsn + 1;
        for (const auto& [field, value] : row.fields) {
            if (!row.heads.contains({field, {}})) {
                row.heads[{field, {}}] = {{{row.lsn, {hlcOf(1), kDevice}, row.lsn}, value}};
            }
        }
        LogLine line;
        line.lsn = row.lsn;
        line.before = before ? before->lsn : 0;
        line.type = typeOf(type).number;
        line.row = id;
        if (const auto home = row.fields.find(common::kHomeOrg); home != row.fields.end()) {
            line.unit = idIn(home->second);
        }
        line.device = kDevice;
        line.author = kPerson;
        line.receivedMs = 1'000;
        line.change = "change";
        line.hash = chainHash(head.hash, line);
        must(write.putRow(typeOf(type), id, row));
        must(write.appendLog(line));
    }
    void put(const char* type, const Id& id, const RowState& row) {
        auto write = must(central->begin());
        put(*write, type, id, row);
        must(write->commit());
    }

    [[nodiscard]] FeedPage feed(const std::vector<Id>& units, Lsn after = 0,
                                std::size_t most = 1000) const {
        return must(central->feed({units, [](const RecordType&, const Id&) { return true; }}, after,
                                  most, 1'000'000));
    }

    /// What one who reads page by page has in the end, and how many pages it took.
    struct Read {
        std::vector<Id> rows;  ///< by LSN
        std::size_t pages = 0;
    };
    [[nodiscard]] Read readAll(const std::vector<Id>& units, std::size_t most = 1000) const {
        Read read;
        Lsn after = 0;
        for (bool more = true; more; ++read.pages) {
            const auto page = feed(units, after, most);
            for (const auto& row : page.rows) {
                EXPECT_GT(row.lsn, after);
                read.rows.push_back(row.id);
                after = row.lsn;
            }
            more = page.more;
            EXPECT_GE(page.next, after);
            EXPECT_TRUE(!more || page.next > 0);
            after = page.next;
        }
        return read;
    }

    xiangji::test::ScratchFolder folder;
    std::unique_ptr<Central> central;
};

}  // namespace xiangji::syncd::test
