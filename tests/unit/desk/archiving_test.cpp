// A centre whose log has moved into segments: audits, erasures and receipts as before.
#include <fstream>

#include "core/store/connection.hpp"
#include "tests/support/files_with.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSealed = "xs1.";  // with which what the child is called begins

struct Archiving : ::testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "volunteer", kLinjiang, "李明"};
    HandPhone wang{centre, "tutor", kLinjiang, "王芳"};
    Id row = Id::uuid7(kMorning, centre.random);
    Id child = Id::uuid7(kMorning, centre.random);
    Lsn made = 0;    ///< LSN of the row's insert
    Lsn edited = 0;  ///< of its edit

    void SetUp() override {
        made = li.tell(li.activity(row, "防溺水宣讲")).lsn();
        wang.tell(wang.insert("child", child, {{"alias", "金丝雀"}, {"grade", std::int64_t{3}}}));
        edited = wang.tell(HandPhone::edit("activity", row, {{"place", "祠堂"}})).lsn();
        wang.tell(wang.sealed(HandPhone::edit("child", child, {{"alias", "金丝雀二"}})));
        li.tell(HandPhone::edit("activity", row, {{"place", "村口"}}));
        li.tell(li.activity(Id::uuid7(kMorning, centre.random), "最新的"));
    }
    ArchiveView archive(std::uint64_t segmentLines = 8) {
        return must(centre.desk->archive(
            {.beforeMs = centre.clock.nowMs() + 1, .segmentLines = segmentLines}));
    }
    AuditReport audit(const std::optional<LogHead>& outside = {}) {
        return must(centre.desk->audit(outside));
    }
    void expectWhole() {
        for (const auto& finding : audit().findings) {
            ADD_FAILURE() << finding.lsn << " " << finding.type << " " << finding.what;
        }
    }
    fs::path folder() { return centre.folder.path() / "central.db-archive"; }
    Segment segmentOf(Lsn lsn) {
        for (const auto& segment : must(centre.central->segments())) {
            if (segment.has(lsn)) {
                return segment;
            }
        }
        throw std::runtime_error("LSN " + std::to_string(lsn) + " is in no segment");
    }
    void byHand(const fs::path& file, const std::string& statement) {
        centre.desk.reset();
        centre.central.reset();
        must(Connection::open(file, Connection::Mode::write))->execute(statement);
        centre.restart();
    }
    bool isInAFile(const std::string& text) {
        return !xiangji::test::filesWith(centre.folder.path(), text).empty();
    }
    void expectFirst(Lsn lsn, const std::string& words) {
        const auto report = audit();
        ASSERT_FALSE(report.findings.empty());
        EXPECT_EQ(report.findings.front().lsn, lsn) << report.findings.front().what;
        EXPECT_NE(report.findings.front().what.find(words), std::string::npos)
            << report.findings.front().what;
    }
};

TEST_F(Archiving, theHistoryIsWholeAsBefore) {
    const auto before = audit();
    const auto head = must(centre.central->headNow());
    const auto moved = archive();
    EXPECT_EQ(moved.lines, head.lsn - 1);
    EXPECT_EQ(moved.oldest, head.lsn);
    const auto after = audit();
    expectWhole();
    EXPECT_EQ(after.lines, before.lines);
    EXPECT_EQ(after.rows, before.rows);
    EXPECT_EQ(after.receipts, before.receipts);
    EXPECT_EQ(after.segments, (head.lsn - 1 + 7) / 8);
    EXPECT_TRUE(audit(head).findings.empty());
    centre.restart();
    expectWhole();
    EXPECT_EQ(archive().lines, 0U) << "only once";
    const auto status = must(centre.desk->status());
    EXPECT_EQ(status.segments, after.segments);
    EXPECT_EQ(status.oldestInLog, head.lsn);
}

TEST_F(Archiving, onlyWhatIsOldAndWholeMovesWhereThatWasAsked) {
    const auto head = must(centre.central->headNow()).lsn;
    EXPECT_EQ(must(centre.desk->archive({.beforeMs = kMorning})).lines, 0U);
    const auto dry =
        must(centre.desk->archive({.beforeMs = centre.clock.nowMs() + 1, .dryRun = true}));
    EXPECT_EQ(dry.lines, head - 1);
    EXPECT_TRUE(must(centre.central->segments()).empty());
    const auto whole = must(centre.desk->archive(
        {.beforeMs = centre.clock.nowMs() + 1, .wholeOnly = true, .segmentLines = head - 2}));
    EXPECT_EQ(whole.segments, 1U);
    EXPECT_EQ(whole.oldest, head - 1);
}

TEST_F(Archiving, anErasureReachesArchivedLines) {
    archive();
    ASSERT_TRUE(isInAFile(kSealed)) << "otherwise nothing is tested";
    const auto before = must(centre.central->segments());
    const auto view = must(centre.desk->erase("child", child, "赵雷", "书面要求"));
    EXPECT_EQ(view.lines, 2U);
    EXPECT_TRUE(view.scrubbed);
    EXPECT_FALSE(isInAFile(kSealed));
    expectWhole();
    EXPECT_EQ(audit().erased, 2U);
    const auto after = must(centre.central->segments());
    ASSERT_EQ(after.size(), before.size());
    EXPECT_EQ(after.back().signature, before.back().signature) << "nothing signed has changed";
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder())) {
        ++files;
    }
    EXPECT_EQ(files, after.size());
    centre.restart();
    expectWhole();
}

TEST_F(Archiving, anErasureWhoseSegmentIsAwayChangesNothing) {
    archive();
    const auto segment =
        segmentOf(must(centre.central->history(typeOf("child").number, child)).front().lsn);
    fs::rename(folder() / segment.file, centre.folder.path() / "elsewhere");
    const auto view = centre.desk->erase("child", child, "赵雷", "书面要求");
    ASSERT_FALSE(view);
    EXPECT_NE(view.error().detail.find(segment.file), std::string::npos);
    EXPECT_FALSE(centre.row("child", child).erased);
    fs::rename(centre.folder.path() / "elsewhere", folder() / segment.file);
    expectWhole();
    EXPECT_TRUE(must(centre.desk->erase("child", child, "赵雷", "书面要求")).scrubbed);
    expectWhole();
}

TEST_F(Archiving, whileSomebodyReadsAnOlderMomentTheErasedFileStaysAndIsDue) {
    archive();
    {
        const auto reading = must(centre.central->snapshot());
        ASSERT_TRUE(reading->line(made));
        EXPECT_FALSE(must(centre.desk->erase("child", child, "赵雷", "书面要求")).scrubbed);
        EXPECT_TRUE(must(reading->line(made))) << "its moment is still whole";
    }
    EXPECT_TRUE(must(centre.central->scrubDue()));
    EXPECT_TRUE(must(centre.desk->erase("child", child, "赵雷", "书面要求")).scrubbed);
    EXPECT_FALSE(isInAFile(kSealed));
}

TEST_F(Archiving, aChangedLineInASegmentIsNamed) {
    archive();
    byHand(folder() / segmentOf(edited).file,
           "UPDATE _log SET author = zeroblob(16) WHERE lsn = " + std::to_string(edited));
    const auto segment = segmentOf(edited);
    expectFirst(segment.first, segment.file);
    bool named = false;
    for (const auto& finding : audit().findings) {
        named = named || (finding.lsn == edited && finding.row == row);
    }
    EXPECT_TRUE(named) << "the line itself";
}

TEST_F(Archiving, aLineRemovedFromASegmentIsNamed) {
    archive();
    byHand(folder() / segmentOf(edited).file,
           "DELETE FROM _log WHERE lsn = " + std::to_string(edited));
    bool named = false;
    for (const auto& finding : audit().findings) {
        named = named || finding.lsn == edited;
    }
    EXPECT_TRUE(named);
}

TEST_F(Archiving, aMissingSegmentIsNamedAndWhatWasNotLookedAtIsSaid) {
    archive();
    const auto segment = segmentOf(edited);
    fs::remove(folder() / segment.file);
    const auto report = audit();
    ASSERT_EQ(report.findings.size(), 1U) << report.findings.back().what;
    EXPECT_EQ(report.findings[0].lsn, segment.first);
    EXPECT_NE(report.findings[0].what.find(segment.file), std::string::npos);
    EXPECT_EQ(report.unseen, segment.lines());
    EXPECT_EQ(report.lines + report.unseen, report.head.lsn);
    EXPECT_GT(report.rows, 0U) << "the others were looked at";
}

TEST_F(Archiving, swappedSegmentsAreNamed) {
    archive();
    const auto all = must(centre.central->segments());
    ASSERT_GE(all.size(), 2U);
    fs::rename(folder() / all[0].file, folder() / "other");
    fs::rename(folder() / all[1].file, folder() / all[0].file);
    fs::rename(folder() / "other", folder() / all[1].file);
    expectFirst(all[0].first, all[0].file);
    EXPECT_EQ(audit().findings.size(), 2U);
}

TEST_F(Archiving, aSegmentOfBeforeAnErasureIsNotTakenForTheOneAfter) {
    archive();
    const auto before =
        segmentOf(must(centre.central->history(typeOf("child").number, child)).front().lsn);
    fs::copy_file(folder() / before.file, centre.folder.path() / "kept");
    must(centre.desk->erase("child", child, "赵雷", "书面要求"));
    fs::copy_file(centre.folder.path() / "kept", folder() / segmentOf(before.first).file,
                  fs::copy_options::overwrite_existing);
    centre.restart();
    expectFirst(before.first, "checksum");
}

TEST_F(Archiving, whoRewritesASegmentAndItsRowIsFoundByTheChain) {
    archive();
    const auto segment = segmentOf(edited);
    byHand(centre.folder.path() / "central.db",
           "UPDATE _segment SET hash = zeroblob(32) WHERE last = " + std::to_string(segment.last));
    EXPECT_FALSE(audit().findings.empty());
    byHand(centre.folder.path() / "central.db",
           "UPDATE _segment SET hash = x'" + toHex(segment.hash) +
               "' WHERE last = " + std::to_string(segment.last));
    expectWhole();
    byHand(centre.folder.path() / "central.db",
           "DELETE FROM _segment WHERE last = " + std::to_string(segment.last));
    EXPECT_FALSE(audit().findings.empty());
}

TEST_F(Archiving, aFileThatOnlyADatabaseWithoutItsRowLacksIsKept) {
    archive();
    const auto segment = segmentOf(edited);
    byHand(centre.folder.path() / "central.db",
           "DELETE FROM _segment WHERE last = " + std::to_string(segment.last));
    EXPECT_TRUE(fs::exists(folder() / segment.file)) << "nothing else has its lines";
}

TEST_F(Archiving, aFullDiskLeavesAllAsItWas) {
    const auto head = must(centre.central->headNow());
    // No folder can be made where a file stands: what a disk refuses, it refuses here.
    std::ofstream(folder()) << "in the way";
    EXPECT_FALSE(centre.desk->archive({.beforeMs = centre.clock.nowMs() + 1}));
    EXPECT_TRUE(must(centre.central->segments()).empty());
    expectWhole();
    fs::remove(folder());
    EXPECT_EQ(archive().lines, head.lsn - 1);
    expectWhole();
}

}  // namespace
}  // namespace xiangji::syncd::test
