// What the office takes over after a restore of rows that only others' phones had seen.
#include <gtest/gtest.h>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

struct TakingOver : testing::Test {
    Township township;
    std::unique_ptr<Phone> student = township.phone("李明", "volunteer");
    std::unique_ptr<Phone> teacher = township.phone("王老师", "tutor");
    std::unique_ptr<Phone> fang = township.phone("方远", "volunteer", "360982101");
    std::unique_ptr<Phone> admin = township.phone("市中心", "centre_admin", "360982");

    void everybody() {
        rest({student.get(), teacher.get(), fang.get(), admin.get()});
        township.clock.advance(1'000);
    }
    /// The student is away from then on.
    void restore(const std::filesystem::path& backup) {
        township.restore(backup, {teacher.get(), fang.get(), admin.get()});
        township.clock.advance(60'000);
    }
    void expectWhole() {
        const auto report = township.desk->audit({});
        ASSERT_TRUE(report) << report.error().detail;
        for (const auto& finding : report->findings) {
            ADD_FAILURE() << finding.lsn << " " << finding.type << " " << finding.what;
        }
    }
};

TEST_F(TakingOver, aRowStandsWhereWhatItBelongsToStandsByNow) {
    const auto& session = *Catalogue::builtIn().find("tutoring_session");
    const Id lesson = student->add("activity", kLesson);
    const auto addSession = [&] {
        return (*student)->write({Insert{
            .type = &session, .fields = {{session.field("activity")->number, refTo(lesson)}}}});
    };
    const auto old = addSession();
    ASSERT_TRUE(old);
    everybody();
    const auto backup = township.backup("night");
    ASSERT_TRUE(addSession());
    student->edit("tutoring_session", old->front(), {{"topic", "分数"}});
    everybody();

    restore(backup);
    teacher->sync();
    ASSERT_EQ(township.desk->recovery()->size(), 2U);
    admin->edit("activity", lesson, {{"org", "360982101"}});
    admin->sync();
    const auto proposals = township.desk->recovery();
    ASSERT_TRUE(proposals);
    for (const auto& proposal : *proposals) {
        EXPECT_TRUE(!proposal.there || proposal.cells.size() == 1) << "the topic alone";
        ASSERT_TRUE(township.desk->acceptRecovery({proposal.id}));
    }
    rest({teacher.get(), fang.get()});
    EXPECT_EQ((*teacher)->list(session, {})->size(), 0U);
    ASSERT_EQ((*fang)->list(session, {})->size(), 2U);
    EXPECT_EQ(fang->text("tutoring_session", old->front(), "topic"), "分数");
    expectWhole();
}

TEST_F(TakingOver, thatARowWasVoidIsAVoidWhichHasSeenTheOneThatCameBack) {
    const auto backup = township.backup("night");
    const Id lesson = student->add("activity", kLesson);
    everybody();
    ASSERT_TRUE((*admin)->write({Void{.type = &activity(), .id = lesson, .reason = "重复"}}));
    everybody();

    restore(backup);
    admin->sync();
    teacher->sync();
    const auto proposals = township.desk->recovery();
    ASSERT_EQ(proposals->size(), 1U);
    ASSERT_TRUE(township.desk->acceptRecovery({proposals->front().id}));
    std::vector<wire::Change> lines;
    const auto history = township.central->history(activity().number, lesson);
    for (const auto& line : *history) {
        lines.emplace_back().ParseFromString(line.change);
    }
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0].verb(), wire::VERB_VOID);
    EXPECT_EQ(lines[1].verb(), wire::VERB_INSERT);
    ASSERT_EQ(lines[2].verb(), wire::VERB_VOID);
    EXPECT_EQ(lines[2].reason(), "重复");
    EXPECT_GE(lines[2].seen_lsn(), (*history)[0].lsn);
    const auto row = *township.central->rowNow(activity(), lesson);
    EXPECT_EQ(row->heads.at({common::kVoidReason, {}}).size(), 1U);
    rest({teacher.get(), admin.get()});
    EXPECT_EQ(teacher->text("activity", lesson, "void_reason"), "重复");
    expectWhole();
}

}  // namespace
}  // namespace xiangji::test
