// SQLite's own session over the same statements is the witness: what the recorder says of a
// transaction must be what the session's changeset says.
#include "core/store/recorder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "core/store/row_table.hpp"
#include "core/store/schema.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji {
namespace {

using Said = std::map<std::pair<std::string, Id>, std::tuple<RecordedRow::Kind, Fields, Fields>>;

const Catalogue& catalogue() {
    return Catalogue::builtIn();
}

void check(int code) {
    if (code != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errstr(code));
    }
}

Value valueOf(sqlite3_value* value) {
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_value_int64(value)};
        case SQLITE_FLOAT:
            return sqlite3_value_double(value);
        case SQLITE_TEXT:
            return std::string(bytes == nullptr ? "" : bytes, size);
        case SQLITE_BLOB:
            return Blob{Bytes(bytes == nullptr ? "" : bytes, size)};
        default:
            return {};
    }
}

/// What the session extension has of a transaction.
class Witness {
 public:
    explicit Witness(Connection& connection) {
        check(sqlite3session_create(connection.handle(), "main", &session_));
        for (const auto& type : catalogue().types()) {
            check(sqlite3session_attach(session_, type.name.c_str()));
        }
    }
    ~Witness() { sqlite3session_delete(session_); }
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;

    [[nodiscard]] Said said() {
        int size = 0;
        void* changeset = nullptr;
        check(sqlite3session_changeset(session_, &size, &changeset));
        const std::unique_ptr<void, decltype(&sqlite3_free)> owner(changeset, &sqlite3_free);
        sqlite3_changeset_iter* at = nullptr;
        check(sqlite3changeset_start(&at, size, changeset));
        Said said;
        while (sqlite3changeset_next(at) == SQLITE_ROW) {
            add(said, at);
        }
        check(sqlite3changeset_finalize(at));
        return said;
    }

 private:
    using Getter = int (*)(sqlite3_changeset_iter*, int, sqlite3_value**);

    static Fields fieldsOf(sqlite3_changeset_iter* at, Getter getter, const RecordType& type,
                           bool unsetToo) {
        Fields fields;
        for (std::size_t i = 0; i < type.fields.size(); ++i) {
            sqlite3_value* value = nullptr;
            check(getter(at, static_cast<int>(i) + 1, &value));
            if (value != nullptr && (unsetToo || sqlite3_value_type(value) != SQLITE_NULL)) {
                fields[type.fields[i].number] = valueOf(value);
            }
        }
        return fields;
    }

    static void add(Said& said, sqlite3_changeset_iter* at) {
        const char* table = nullptr;
        int columns = 0;
        int operation = 0;
        check(sqlite3changeset_op(at, &table, &columns, &operation, nullptr));
        const auto& type = *catalogue().find(std::string_view(table));
        const bool inserted = operation == SQLITE_INSERT;
        const bool edited = operation == SQLITE_UPDATE;
        const Getter getter = inserted ? &sqlite3changeset_new : &sqlite3changeset_old;
        sqlite3_value* key = nullptr;
        check(getter(at, 0, &key));
        const Id id = *Id::fromBytes(std::get<Blob>(valueOf(key)).bytes);
        said[{type.name, id}] = {
            inserted ? RecordedRow::Kind::inserted
                     : (edited ? RecordedRow::Kind::edited : RecordedRow::Kind::removed),
            inserted ? Fields{} : fieldsOf(at, &sqlite3changeset_old, type, edited),
            inserted || edited ? fieldsOf(at, &sqlite3changeset_new, type, edited) : Fields{}};
    }

    sqlite3_session* session_ = nullptr;
};

Said saidBy(Recorder& recorder) {
    Said said;
    for (auto& row : recorder.rows()) {
        said[{row.type->name, row.id}] = {row.kind, std::move(row.before), std::move(row.after)};
    }
    return said;
}

/// A database with the record tables.
struct Tables {
    explicit Tables(const std::filesystem::path& file)
        : connection(*Connection::open(file, Connection::Mode::write)) {
        furnishRecords(*connection, catalogue(), "");
        connection->execute("CREATE TABLE _other (n INTEGER PRIMARY KEY) STRICT");
    }
    std::unique_ptr<Connection> connection;
};

/// The same statements to two databases; one has a recorder, the other a witness.
struct Both : ::testing::Test {
    using Work = std::function<void(Connection&)>;

    void inBoth(const Work& work) {
        work(*recorded.connection);
        work(*witnessed.connection);
    }
    /// One transaction; what both say of it must be the same.
    Said transaction(const Work& work) {
        Said said;
        Said witness;
        {
            SqlTransaction transaction(*recorded.connection);
            Recorder recorder(*recorded.connection, catalogue());
            work(*recorded.connection);
            said = saidBy(recorder);
            transaction.commit();
        }
        {
            SqlTransaction transaction(*witnessed.connection);
            Witness witnessing(*witnessed.connection);
            work(*witnessed.connection);
            witness = witnessing.said();
            transaction.commit();
        }
        EXPECT_TRUE(said == witness) << said.size() << " rows, the session has " << witness.size();
        return said;
    }

    test::ScratchFolder folder;
    Tables recorded{folder.path() / "recorded.db"};
    Tables witnessed{folder.path() / "witnessed.db"};
};

/// One statement after the other, from a seed, over a few rows of a few types.
class Statements {
 public:
    explicit Statements(std::uint64_t seed) : engine_(seed) {}

    void run(Connection& connection) {
        for (std::size_t left = 1 + under(12); left > 0; --left) {
            // A statement that fails takes nothing of it back, nor what stood before it.
            const auto outcome = guarded([&] { one(connection); });
            failed += outcome ? 0 : 1;
        }
    }
    std::size_t failed = 0;

 private:
    std::size_t under(std::size_t below) { return engine_() % below; }

    Value value(const Field& field) {
        if (field.isSet || field.kind == Kind::text) {
            return std::string(under(3), 'x') + "𠮷";
        }
        switch (field.kind) {
            case Kind::real:
                return under(2) == 0 ? 2.0 : 0.25;
            case Kind::reference:
            case Kind::blob:
                return Blob{Bytes(16, static_cast<char>(under(3)))};
            default:
                return static_cast<std::int64_t>(under(3)) - 1;
        }
    }

    Fields fields(const RecordType& type) {
        Fields fields;
        for (const auto& field : type.fields) {
            const auto dice = under(6);
            if (dice < 2) {
                fields[field.number] = dice == 0 ? Value{} : value(field);
            }
        }
        return fields;
    }

    void one(Connection& connection) {
        const auto& types = catalogue().types();
        const auto& type = types[under(types.size())];
        RowTable table(connection, type);
        const Id id = Id::ofHash(type.name + std::to_string(under(3)));
        switch (under(7)) {
            case 0:
            case 1:
                table.insert(id, fields(type));
                break;
            case 2:
            case 3:
                table.update(id, fields(type));
                break;
            case 4:
                table.remove(id);
                break;
            case 5:
                replace(connection, type, id);
                break;
            default:
                severalAtOnce(connection, type, id);
        }
    }

    static void replace(Connection& connection, const RecordType& type, const Id& id) {
        connection
            .statement("INSERT OR REPLACE INTO \"" + type.name +
                       "\" (id, void_reason) VALUES (?1, '换')")
            .bind(1, id)
            .run();
    }
    /// The second row stands in the way of the first again: the statement fails halfway, or both
    /// rows are made.
    void severalAtOnce(Connection& connection, const RecordType& type, const Id& id) {
        const Id other = under(2) == 0 ? id : Id::ofHash(type.name + "other");
        connection
            .statement("INSERT INTO \"" + type.name +
                       "\" (id, void_reason) VALUES (?1, '甲'), (?2, '乙')")
            .bind(1, other)
            .bind(2, id)
            .run();
    }

    std::mt19937_64 engine_;
};

TEST_F(Both, anyStatementsAreRecordedAsTheSessionRecordsThem) {
    std::map<RecordedRow::Kind, std::size_t> kinds;
    std::size_t failed = 0;
    for (std::uint64_t seed = 0; seed < 1'500 && !HasFailure(); ++seed) {
        const auto said = transaction([&](Connection& connection) {
            Statements statements(seed);
            statements.run(connection);
            failed += statements.failed;
        });
        for (const auto& [name, row] : said) {
            ++kinds[std::get<0>(row)];
        }
    }
    // Everything there is to record came up.
    EXPECT_GT(kinds[RecordedRow::Kind::inserted], 100U);
    EXPECT_GT(kinds[RecordedRow::Kind::edited], 100U);
    EXPECT_GT(kinds[RecordedRow::Kind::removed], 100U);
    EXPECT_GT(failed, 100U);
}

TEST_F(Both, aStatementThatFailsHalfwayLeavesNothingBehind) {
    const auto& type = *catalogue().find("activity");
    const Id id = Id::ofHash("twice");
    const auto said = transaction([&](Connection& connection) {
        const auto failed = guarded([&] {
            connection.statement("INSERT INTO activity (id, title) VALUES (?1, '甲'), (?1, '乙')")
                .bind(1, id)
                .run();
        });
        EXPECT_FALSE(failed);
        RowTable(connection, type).insert(Id::ofHash("once"), {});
    });
    EXPECT_EQ(said.size(), 1U);
}

TEST_F(Both, whatIsWrittenBesideTheRecordsIsNotRecorded) {
    const auto said = transaction([&](Connection& connection) {
        connection.execute("INSERT INTO _other VALUES (1), (2)");
        connection.execute("DELETE FROM _other");
    });
    EXPECT_TRUE(said.empty());
}

TEST(Recorder, rowsComeInTheOrderInWhichTheyWereTouched) {
    test::ScratchFolder folder;
    Tables tables(folder.path() / "phone.db");
    SqlTransaction transaction(*tables.connection);
    Recorder recorder(*tables.connection, catalogue());
    std::vector<std::pair<std::string, Id>> touched;
    for (int i = 0; i < 20; ++i) {
        const auto& type = *catalogue().find(i % 2 == 0 ? "unit" : "activity");
        touched.emplace_back(type.name, Id::ofHash(std::to_string(i)));
        RowTable(*tables.connection, type).insert(touched.back().second, {});
    }
    std::vector<std::pair<std::string, Id>> said;
    for (const auto& row : recorder.rows()) {
        said.emplace_back(row.type->name, row.id);
    }
    EXPECT_EQ(said, touched);
}

TEST(Recorder, afterItsEndNothingIsNoted) {
    test::ScratchFolder folder;
    Tables tables(folder.path() / "phone.db");
    const auto& type = *catalogue().find("unit");
    SqlTransaction transaction(*tables.connection);
    {
        const Recorder recorder(*tables.connection, catalogue());
    }
    RowTable(*tables.connection, type).insert(Id::ofHash("later"), {});
    Recorder second(*tables.connection, catalogue());
    EXPECT_TRUE(second.rows().empty());
    EXPECT_TRUE(RowTable(*tables.connection, type).row(Id::ofHash("later")));
}

}  // namespace
}  // namespace xiangji
