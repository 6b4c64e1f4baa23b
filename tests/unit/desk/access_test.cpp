// The access book: who opened or took what, and that nobody can take a line out of it.
#include "core/store/connection.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct Access : ::testing::Test {
    SmallCentre centre;

    static AccessEntry entry(const std::string& who) {
        return {.who = who,
                .door = "office",
                .act = "opened",
                .type = "child",
                .row = Id::ofHash("child"),
                .fields = "real_name",
                .reason = "联系监护人"};
    }
    void SetUp() override {
        for (const auto* who : {"王芳", "李明", "陈静"}) {
            ASSERT_TRUE(centre.desk->noteAccess(entry(who)));
        }
    }
    void byHand(const std::string& statement) {
        centre.desk.reset();
        centre.central.reset();
        {
            auto sql = must(
                Connection::open(centre.folder.path() / "central.db", Connection::Mode::write));
            sql->execute(statement);
        }
        centre.restart();
    }
    std::string firstFinding() {
        const auto report = must(centre.desk->audit({}));
        return report.findings.empty() ? "" : report.findings.front().what;
    }
    void expectNamed(std::uint64_t line) {
        const auto found = firstFinding();
        EXPECT_NE(found.find("line " + std::to_string(line) + ":"), std::string::npos) << found;
    }
};

TEST_F(Access, linesStandInTheirOrderAndTheBookIsWhole) {
    const auto book = must(centre.desk->accessBook());
    ASSERT_EQ(book.lines.size(), 3U);
    EXPECT_EQ(book.lines[1].number, 2U);
    EXPECT_EQ(book.lines[1].entry.who, "李明");
    EXPECT_EQ(book.lines[1].entry.reason, "联系监护人");
    EXPECT_EQ(book.lines[1].atMs, kMorning);
    EXPECT_EQ(firstFinding(), "");
    EXPECT_EQ(must(centre.desk->audit({})).accesses, 3U);
    centre.restart();
    EXPECT_EQ(must(centre.desk->accessBook()).lines.size(), 3U);
    ASSERT_TRUE(centre.desk->noteAccess(entry("王芳")));
    EXPECT_EQ(firstFinding(), "");
}

TEST_F(Access, whoDoesNotSayWhoOrWhyGetsNoLine) {
    for (const auto* nothing : {"", "  ", "two\nlines", "\x1b[2J"}) {
        auto nobody = entry(nothing);
        EXPECT_EQ(centre.desk->noteAccess(nobody).error().fault, Fault::invalid) << nothing;
        auto noReason = entry("王芳");
        noReason.reason = nothing;
        EXPECT_FALSE(centre.desk->noteAccess(noReason)) << nothing;
    }
    EXPECT_EQ(must(centre.desk->accessBook()).lines.size(), 3U);
}

TEST_F(Access, aChangedLineIsNamed) {
    for (const auto* change : {"who = 'x'", "at_ms = 1", "reason = 'x'", "fields = 'alias'",
                               "row = zeroblob(16)", "rows = 9", "type = 'person'"}) {
        byHand("CREATE TABLE kept AS SELECT * FROM _access; UPDATE _access SET " +
               std::string(change) + " WHERE number = 2");
        expectNamed(2);
        byHand("DELETE FROM _access; INSERT INTO _access SELECT * FROM kept; DROP TABLE kept");
        ASSERT_EQ(firstFinding(), "");
    }
}

TEST_F(Access, aRemovedLineIsNamedTheLastOneToo) {
    byHand("DELETE FROM _access WHERE number = 3");
    expectNamed(3);
    byHand("DELETE FROM _access WHERE number = 1");
    expectNamed(1);
    byHand("DELETE FROM _access");
    expectNamed(1);
}

TEST_F(Access, swappedLinesAreNamed) {
    byHand(
        "UPDATE _access SET number = -1 WHERE number = 1; UPDATE _access SET number = 1 WHERE "
        "number = 2; UPDATE _access SET number = 2 WHERE number = -1");
    expectNamed(1);
}

TEST_F(Access, anAddedLineIsNotTheCentres) {
    auto book = must(centre.desk->accessBook());
    AccessLine more{.number = 4, .atMs = kMorning, .entry = entry("nobody")};
    more.hash = accessHash(book.lines.back().hash, more);
    const auto insert =
        "INSERT INTO _access SELECT 4, at_ms, 'nobody', door, act, type, row, fields, rows, "
        "reason, x'" +
        toHex(more.hash) + "' FROM _access WHERE number = 3";
    byHand(insert);
    expectNamed(4);
    byHand("UPDATE _access_head SET number = 4, hash = x'" + toHex(more.hash) + "'");
    EXPECT_NE(firstFinding().find("signed"), std::string::npos) << firstFinding();
}

}  // namespace
}  // namespace xiangji::syncd::test
