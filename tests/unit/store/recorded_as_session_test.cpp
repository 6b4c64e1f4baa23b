// What the recorder tells is what SQLite's own session would have told.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <random>

#include "core/store/recorder.hpp"
#include "core/store/row_table.hpp"
#include "core/store/schema.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji {
namespace {

/// Kind, and each column that is told as it was and as it is: in words, so that a difference can be
/// read.
using Told = std::map<std::string, std::string>;

std::string wordsOf(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return "'" + *text + "'";
    }
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer == nullptr ? "unset" : std::to_string(*integer);
}

std::string wordsOf(sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
        case SQLITE_TEXT:
            return "'" + std::string(reinterpret_cast<const char*>(sqlite3_value_text(value))) +
                   "'";
        case SQLITE_INTEGER:
            return std::to_string(sqlite3_value_int64(value));
        default:
            return "unset";
    }
}

/// A phone's record tables, twice, and the same statements for both.
class Both {
 public:
    explicit Both(std::uint64_t seed) : random_(seed) {
        for (auto* connection : {mine_.get(), sessions_.get()}) {
            furnishRecords(*connection, catalogue_, "");
        }
    }

    /// A transaction of a few deeds; what either side tells of it.
    std::pair<Told, Told> transaction() {
        SqlTransaction one(*mine_);
        SqlTransaction other(*sessions_);
        Recorder recorder(*mine_, catalogue_);
        sqlite3_session* session = nullptr;
        EXPECT_EQ(sqlite3session_create(sessions_->handle(), "main", &session), SQLITE_OK);
        EXPECT_EQ(sqlite3session_attach(session, nullptr), SQLITE_OK);
        for (auto deeds = below(12); deeds > 0; --deeds) {
            deed();
        }
        auto told = std::pair(toldBy(recorder), toldBy(session));
        sqlite3session_delete(session);
        one.commit();
        other.commit();
        return told;
    }

 private:
    std::uint64_t below(std::uint64_t end) { return random_() % end; }

    void both(const std::string& sql) {
        // A statement that fails fails on both sides.
        const auto one = guarded([&] { mine_->execute(sql); });
        const auto other = guarded([&] { sessions_->execute(sql); });
        EXPECT_EQ(static_cast<bool>(one), static_cast<bool>(other)) << sql;
    }

    void deed() {
        const std::string table = below(2) == 0 ? "unit" : "person";
        const auto id = "x'" + std::string(31, '0') + std::to_string(below(5)) + "'";
        const auto name =
            below(3) == 0 ? std::string("NULL") : "'" + std::to_string(below(3)) + "'";
        switch (below(8)) {
            case 0:
            case 1:
                both("INSERT INTO " + table + " (id, name) VALUES (" + id + ", " + name + ")");
                return;
            case 2:
                both("INSERT OR REPLACE INTO " + table + " (id, name) VALUES (" + id + ", " + name +
                     ")");
                return;
            case 3:
                both("DELETE FROM " + table + " WHERE id = " + id);
                return;
            case 4:
                both("UPDATE " + table + " SET name = " + name);
                return;
            case 5:
                both("SAVEPOINT part");
                deed();
                both(below(2) == 0 ? "ROLLBACK TO part; RELEASE part" : "RELEASE part");
                return;
            case 6:  // Fails at its second row.
                both("INSERT INTO " + table + " (id) VALUES (x'" + std::string(32, 'a') +
                     "'), (x'" + std::string(32, 'a') + "')");
                return;
            default:
                both("UPDATE " + table + " SET status = " + std::to_string(below(2)) +
                     " WHERE id = " + id);
        }
    }

    static Told toldBy(Recorder& recorder) {
        Told told;
        for (const auto& row : recorder.rows()) {
            std::string words = row.kind == RecordedRow::Kind::inserted ? "inserted"
                                : row.kind == RecordedRow::Kind::edited ? "edited"
                                                                        : "removed";
            for (const auto& field : row.type->fields) {
                for (const auto* side : {&row.before, &row.after}) {
                    if (const auto found = side->find(field.number); found != side->end()) {
                        words += (side == &row.before ? " was " : " is ") + field.name + " " +
                                 wordsOf(found->second);
                    }
                }
            }
            told[row.type->name + " " + row.id.text()] = words;
        }
        return told;
    }

    [[nodiscard]] Told toldBy(sqlite3_session* session) const {
        int size = 0;
        void* changeset = nullptr;
        EXPECT_EQ(sqlite3session_changeset(session, &size, &changeset), SQLITE_OK);
        sqlite3_changeset_iter* at = nullptr;
        EXPECT_EQ(sqlite3changeset_start(&at, size, changeset), SQLITE_OK);
        Told told;
        while (sqlite3changeset_next(at) == SQLITE_ROW) {
            const char* table = nullptr;
            int columns = 0;
            int operation = 0;
            sqlite3changeset_op(at, &table, &columns, &operation, nullptr);
            const auto& type = *catalogue_.find(std::string_view(table));
            sqlite3_value* key = nullptr;
            (operation == SQLITE_INSERT ? sqlite3changeset_new : sqlite3changeset_old)(at, 0, &key);
            const auto id =
                Id::fromBytes({static_cast<const char*>(sqlite3_value_blob(key)), Id::kSizeBytes});
            told[type.name + " " + id->text()] = wordsAt(at, operation, type);
        }
        sqlite3changeset_finalize(at);
        sqlite3_free(changeset);
        return told;
    }

    static std::string wordsAt(sqlite3_changeset_iter* at, int operation, const RecordType& type) {
        const bool edited = operation == SQLITE_UPDATE;
        std::string words = edited ? "edited" : operation == SQLITE_INSERT ? "inserted" : "removed";
        for (std::size_t i = 0; i < type.fields.size(); ++i) {
            const auto put = [&](const char* when, auto getter) {
                sqlite3_value* value = nullptr;
                getter(at, static_cast<int>(i) + 1, &value);
                if (value != nullptr && (edited || sqlite3_value_type(value) != SQLITE_NULL)) {
                    words += when + type.fields[i].name + " " + wordsOf(value);
                }
            };
            if (operation != SQLITE_INSERT) {
                put(" was ", &sqlite3changeset_old);
            }
            if (operation != SQLITE_DELETE) {
                put(" is ", &sqlite3changeset_new);
            }
        }
        return words;
    }

    std::mt19937_64 random_;
    const Catalogue& catalogue_ = Catalogue::builtIn();
    test::ScratchFolder folder_;
    std::unique_ptr<Connection> mine_ =
        *Connection::open(folder_.path() / "mine.db", Connection::Mode::write);
    std::unique_ptr<Connection> sessions_ =
        *Connection::open(folder_.path() / "sessions.db", Connection::Mode::write);
};

TEST(RecordedAsSession, isTheSameForAnyTransaction) {
    std::size_t rows = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Both both(seed);
        for (int i = 0; i < 40; ++i) {
            const auto [mine, sessions] = both.transaction();
            ASSERT_EQ(mine, sessions) << "seed " << seed << ", transaction " << i;
            rows += mine.size();
        }
    }
    EXPECT_GT(rows, 1'000U);
}

}  // namespace
}  // namespace xiangji
