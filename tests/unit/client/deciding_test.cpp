#include <gtest/gtest.h>

#include "core/client/client.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

/// A student, a teacher and the institute's clerk around one activity.
struct DecidingPhones : ::testing::Test {
    Township township;
    std::unique_ptr<Phone> student = township.phone("李明", "volunteer");
    std::unique_ptr<Phone> teacher = township.phone("王老师", "tutor");
    std::unique_ptr<Phone> clerk = township.phone("张办事员", "institute_clerk");
    const RecordType& activity = *Catalogue::builtIn().find("activity");
    Id id;

    void SetUp() override {
        id = student->add("activity", kLesson);
        everybody();
    }
    void everybody() {
        rest({student.get(), teacher.get(), clerk.get()});
        township.clock.advance(1'000);
    }
    void act(Phone& phone, const std::string& action) {
        const auto acted = phone->write({Act{.type = &activity, .id = id, .action = action}});
        ASSERT_TRUE(acted) << acted.error().detail;
    }
    void approve() {
        act(*student, "submit");
        everybody();
        act(*clerk, "approve");
        everybody();
    }
    void conflict() {
        student->edit("activity", id, {{"place", "村口"}});
        township.clock.advance(1'000);
        teacher->edit("activity", id, {{"place", "祠堂"}});
        everybody();
    }
    [[nodiscard]] FieldNumber number(const char* name) const {
        return activity.field(name)->number;
    }
    void expectAlike() {
        EXPECT_EQ(student->everything("activity"), clerk->everything("activity"));
        EXPECT_EQ(teacher->everything("activity"), clerk->everything("activity"));
    }
};

TEST_F(DecidingPhones, theClerkSettlesAndTheConflictIsOverEverywhere) {
    conflict();
    auto kept = *(*clerk)->conflicts();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_TRUE(kept[0].maySettle);
    ASSERT_TRUE((*clerk)->write({Settle{
        .type = &activity, .id = id, .field = number("place"), .value = kept[0].other.value}}));
    EXPECT_TRUE((*clerk)->conflicts()->empty()) << "settled here before the centre has said so";
    EXPECT_EQ(clerk->text("activity", id, "place"), "村口");
    everybody();
    for (auto* phone : {student.get(), teacher.get(), clerk.get()}) {
        EXPECT_TRUE((*phone)->conflicts()->empty());
        EXPECT_EQ(phone->text("activity", id, "place"), "村口");
    }
    const auto history = *(*student)->history(activity, id);
    EXPECT_EQ(history.entries.back().verb, "settle");
    EXPECT_EQ(history.entries.back().authorName, "张办事员");
    EXPECT_EQ(history.entries.back().fields.at(number("place")), Value("村口"));
}

TEST_F(DecidingPhones, whoWroteNeitherValueIsNotAskedToSettle) {
    conflict();
    auto other = township.phone("陈红", "volunteer");
    other->sync();
    const auto kept = *(*other)->conflicts();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_FALSE(kept[0].maySettle);
    EXPECT_EQ(
        (*other)
            ->write({Settle{
                .type = &activity, .id = id, .field = number("place"), .value = Value("村口")}})
            .error()
            .fault,
        Fault::refused);
}

TEST_F(DecidingPhones, anEditOfWhatIsApprovedIsProposedAndTheOfficeTakesItOver) {
    approve();
    teacher->edit("activity", id, {{"place", "祠堂"}, {"service_target", "elders"}});
    EXPECT_EQ(teacher->text("activity", id, "place"), "村口池塘边")
        << "the approved row stays as it is";
    auto own = *(*teacher)->proposals();
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].sendState, SendState::waiting);
    EXPECT_TRUE(own[0].mayWithdraw);
    everybody();
    const auto asked = *(*clerk)->proposals();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].authorName, "王老师");
    EXPECT_TRUE(asked[0].mayAnswer);
    EXPECT_EQ(asked[0].fields.at(number("place")), Value("祠堂"));
    EXPECT_EQ((*teacher)->proposals()->at(0).sendState, SendState::delivered);
    ASSERT_TRUE((*clerk)->write({AnswerProposal{.proposal = asked[0].id}}));
    EXPECT_EQ(clerk->text("activity", id, "place"), "祠堂");
    everybody();
    EXPECT_EQ(teacher->text("activity", id, "place"), "祠堂");
    EXPECT_EQ((*teacher)->proposals()->at(0).state, ProposalView::State::accepted);
    EXPECT_EQ((*teacher)->proposals()->at(0).answeredBy, "张办事员");
    expectAlike();
}

TEST_F(DecidingPhones, aLateEditBecomesAProposalAndThePhoneShowsTheApprovedValue) {
    act(*student, "submit");
    everybody();
    teacher->edit("activity", id, {{"place", "祠堂"}});
    act(*clerk, "approve");
    clerk->sync();
    const auto report = teacher->sync();
    ASSERT_EQ(report.verdicts.size(), 1U);
    EXPECT_EQ(report.verdicts[0].reason, "proposed");
    everybody();
    EXPECT_EQ(teacher->text("activity", id, "place"), "村口池塘边");
    ASSERT_EQ((*teacher)->proposals()->size(), 1U);
    EXPECT_EQ((*teacher)->row(activity, id)->sendState, SendState::delivered);
    expectAlike();
}

TEST_F(DecidingPhones, anAnswerThatCameLateIsUndoneOnThePhoneAndToldInWords) {
    auto director = township.phone("刘所长", "institute_director");
    approve();
    teacher->edit("activity", id, {{"place", "祠堂"}});
    everybody();
    director->sync();
    const Id proposal = (*clerk)->proposals()->at(0).id;
    ASSERT_TRUE((*director)->write({AnswerProposal{.proposal = proposal}}));
    ASSERT_TRUE((*clerk)->write(
        {AnswerProposal{.proposal = proposal, .answer = Answer::decline, .reason = "地点不对"}}));
    clerk->sync();
    const auto report = director->sync();
    ASSERT_EQ(report.verdicts.size(), 1U);
    EXPECT_EQ(report.verdicts[0].reason, "state");
    EXPECT_NE(report.verdicts[0].words.find("张办事员"), std::string::npos)
        << report.verdicts[0].words;
    director->sync();
    EXPECT_EQ(director->text("activity", id, "place"), "村口池塘边");
    EXPECT_EQ((*director)->proposals()->at(0).state, ProposalView::State::declined);
    EXPECT_EQ((*director)->proposals()->at(0).reason, "地点不对");
}

TEST_F(DecidingPhones, onlyTheFirstOfTwoMovesOneRow) {
    ASSERT_TRUE((*teacher)->write(
        {Act{.type = &activity, .id = id, .action = "cancel", .reason = "下雨"}}));
    act(*student, "submit");
    teacher->sync();
    const auto report = student->sync();
    ASSERT_EQ(report.verdicts.size(), 1U);
    EXPECT_EQ(report.verdicts[0].reason, "state");
    EXPECT_NE(report.verdicts[0].words.find("王老师"), std::string::npos)
        << "who moved it there: " << report.verdicts[0].words;
    everybody();
    EXPECT_EQ(student->text("activity", id, "status"), "cancelled");
}

TEST_F(DecidingPhones, undoTakesAnInsertBackAsAVoid) {
    const Id extra = student->add("activity", kLesson);
    ASSERT_TRUE(*(*student)->undoable());
    const auto undone = (*student)->undo();
    ASSERT_TRUE(undone) << undone.error().detail;
    EXPECT_EQ(undone->rows.at(0).second, extra);
    EXPECT_TRUE((*student)->row(activity, extra)->voided);
    EXPECT_FALSE(*(*student)->undoable()) << "an undo is not undone";
    EXPECT_EQ((*student)->undo().error().fault, Fault::notFound);
    everybody();
    EXPECT_TRUE((*clerk)->row(activity, extra)->voided);
}

TEST_F(DecidingPhones, undoGivesOldValuesAndElementsBack) {
    student->edit("activity", id, {{"service_target", "minors,elders"}, {"place", "村口"}});
    everybody();
    student->edit("activity", id, {{"service_target", "minors,disabled"}, {"place", "祠堂"}});
    ASSERT_TRUE((*student)->undo());
    everybody();
    EXPECT_EQ(clerk->text("activity", id, "place"), "村口");
    EXPECT_EQ(clerk->text("activity", id, "service_target"),
              student->text("activity", id, "service_target"));
    EXPECT_EQ((*clerk)->row(activity, id)->fields.at(number("service_target")), Value("[1,3]"));
    expectAlike();
}

TEST_F(DecidingPhones, undoNeverWritesOverSomebodySilently) {
    student->edit("activity", id, {{"place", "村口"}});
    everybody();
    // The student's phone knows of it: refused with words.
    teacher->edit("activity", id, {{"place", "祠堂"}});
    everybody();
    const auto refused = (*student)->undo();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::refused);
    EXPECT_EQ(student->text("activity", id, "place"), "祠堂");
    // The student's phone does not know of it: a kept conflict.
    student->edit("activity", id, {{"summary", "三十人"}});
    everybody();
    teacher->edit("activity", id, {{"summary", "二十八人"}});
    township.clock.advance(1'000);
    ASSERT_TRUE((*student)->undo());
    teacher->sync();
    everybody();
    const auto kept = *(*clerk)->conflicts();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].field->name, "summary");
    EXPECT_EQ((*clerk)->row(activity, id)->conflict, true);
}

TEST_F(DecidingPhones, undoOfAnActionNeedsAWayBack) {
    act(*student, "submit");
    const auto refused = (*student)->undo();
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("no way back"), std::string::npos)
        << refused.error().detail;
    EXPECT_EQ(student->text("activity", id, "status"), "submitted");
}

TEST_F(DecidingPhones, undoOfAProposalWithdrawsIt) {
    approve();
    teacher->edit("activity", id, {{"place", "祠堂"}});
    ASSERT_TRUE((*teacher)->undo());
    everybody();
    EXPECT_EQ((*clerk)->proposals()->at(0).state, ProposalView::State::withdrawn);
}

TEST_F(DecidingPhones, undoSurvivesARestartOfThePhone) {
    student->edit("activity", id, {{"place", "村口"}});
    student->restart();
    ASSERT_TRUE((*student)->undo());
    EXPECT_EQ(student->text("activity", id, "place"), "村口池塘边");
}

}  // namespace
}  // namespace xiangji::test
