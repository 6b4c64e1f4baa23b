#include "core/store/recorder.hpp"

#include <gtest/gtest.h>

#include <map>

#include "core/store/row_table.hpp"
#include "core/store/schema.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji {
namespace {

/// A phone's record tables, and one that is none.
struct Recording : testing::Test {
    Recording()
        : connection(*Connection::open(folder.path() / "phone.db", Connection::Mode::write)) {
        furnishRecords(*connection, catalogue, "");
        connection->execute("CREATE TABLE _other (n INTEGER PRIMARY KEY) STRICT");
    }
    [[nodiscard]] RowTable table() { return {*connection, unit}; }

    test::ScratchFolder folder;
    const Catalogue& catalogue = Catalogue::builtIn();
    const RecordType& unit = *catalogue.find("unit");
    std::unique_ptr<Connection> connection;
    const Id id = Id::ofHash("one");
    const FieldNumber name = unit.field("name")->number;
};

TEST_F(Recording, aRowWrittenTwiceIsOneWithItsLastValues) {
    SqlTransaction transaction(*connection);
    Recorder recorder(*connection, catalogue);
    table().insert(id, {{name, std::string("甲")}});
    table().update(id, {{name, std::string("乙")}});
    const auto rows = recorder.rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].kind, RecordedRow::Kind::inserted);
    EXPECT_EQ(rows[0].id, id);
    EXPECT_EQ(rows[0].after.at(name), Value(std::string("乙")));
}

TEST_F(Recording, anEditSaysOnlyWhatDiffers) {
    table().insert(id, {{name, std::string("甲")}, {common::kVoidReason, std::string("错")}});
    SqlTransaction transaction(*connection);
    Recorder recorder(*connection, catalogue);
    table().update(id, {{name, std::string("乙")}, {common::kVoidReason, std::string("错")}});
    const auto rows = recorder.rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].before, (Fields{{name, std::string("甲")}}));
    EXPECT_EQ(rows[0].after, (Fields{{name, std::string("乙")}}));
}

TEST_F(Recording, whatIsAsItWasIsNotRecorded) {
    table().insert(id, {{name, std::string("甲")}});
    SqlTransaction transaction(*connection);
    Recorder recorder(*connection, catalogue);
    table().update(id, {{name, std::string("乙")}});
    table().update(id, {{name, std::string("甲")}});
    table().insert(Id::ofHash("other"), {});
    table().remove(Id::ofHash("other"));
    EXPECT_TRUE(recorder.rows().empty());
}

TEST_F(Recording, aStatementThatFailsHalfwayLeavesNothingBehind) {
    SqlTransaction transaction(*connection);
    Recorder recorder(*connection, catalogue);
    EXPECT_FALSE(guarded([&] {
        connection->statement("INSERT INTO unit (id, name) VALUES (?1, '甲'), (?1, '乙')")
            .bind(1, id)
            .run();
    }));
    table().insert(Id::ofHash("once"), {});
    const auto rows = recorder.rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].id, Id::ofHash("once"));
}

TEST_F(Recording, whatIsWrittenBesideTheRecordsIsNotRecorded) {
    SqlTransaction transaction(*connection);
    Recorder recorder(*connection, catalogue);
    connection->execute("INSERT INTO _other VALUES (1), (2)");
    connection->execute("DELETE FROM _other");
    EXPECT_TRUE(recorder.rows().empty());
}

TEST_F(Recording, nothingIsRecordedAfterItsEnd) {
    SqlTransaction transaction(*connection);
    {
        const Recorder recorder(*connection, catalogue);
    }
    table().insert(id, {});
    Recorder second(*connection, catalogue);
    EXPECT_TRUE(second.rows().empty());
    EXPECT_TRUE(table().row(id));
}

}  // namespace
}  // namespace xiangji
