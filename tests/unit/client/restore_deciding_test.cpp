// What people decided about one another's writing, and who may see it, after a restore.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "core/records/validate.hpp"
#include "tests/support/files_with.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

constexpr const char* kYongtai = "360982101";

/// A teacher, the institute's clerk and the city's office around one student's activity.
struct RestoreOfDecisions : testing::Test {
    Township township;
    std::unique_ptr<Phone> student = township.phone("李明", "volunteer");
    std::unique_ptr<Phone> teacher = township.phone("王老师", "tutor");
    std::unique_ptr<Phone> clerk = township.phone("张办事员", "institute_clerk");
    std::unique_ptr<Phone> admin = township.phone("市中心", "centre_admin", "360982");
    std::vector<Phone*> all{student.get(), teacher.get(), clerk.get(), admin.get()};
    const FieldNumber place = activity().field("place")->number;
    Id id;

    void SetUp() override {
        id = student->add("activity", kLesson);
        everybody();
    }
    void everybody() {
        for (int round = 0; round < 2; ++round) {
            for (auto* phone : all) {
                phone->sync();
            }
        }
        township.clock.advance(1'000);
    }
    void restore(const std::filesystem::path& backup) {
        township.restore(backup, {student.get(), teacher.get(), clerk.get(), admin.get()});
        township.clock.advance(60'000);
    }
    void act(Phone& phone, const std::string& action) {
        const auto acted = phone->write({Act{.type = &activity(), .id = id, .action = action}});
        ASSERT_TRUE(acted) << acted.error().detail;
    }
    /// A backup of an approved activity, from before the clerk accepted what the teacher proposed.
    std::filesystem::path backedUpBeforeAnAnswer() {
        act(*student, "submit");
        everybody();
        act(*clerk, "approve");
        everybody();
        auto backup = township.backup("night");
        teacher->edit("activity", id, {{"place", "祠堂"}});
        everybody();
        EXPECT_TRUE((*clerk)->write({AnswerProposal{.proposal = (*clerk)->proposals()->at(0).id}}));
        everybody();
        return backup;
    }
    void expectWhole() {
        for (auto* phone : all) {
            EXPECT_EQ(phone->everything("activity"), admin->everything("activity"));
            EXPECT_EQ((*phone)->status()->unsent, 0U);
        }
        const auto report = township.desk->audit({});
        ASSERT_TRUE(report) << report.error().detail;
        for (const auto& finding : report->findings) {
            ADD_FAILURE() << finding.lsn << " " << finding.type << " " << finding.what;
        }
        EXPECT_EQ(report->unreplayable, 0U);
    }
};

TEST_F(RestoreOfDecisions, anAnswerThatComesBackBeforeItsProposalWaitsForIt) {
    const auto backup = backedUpBeforeAnAnswer();
    ASSERT_EQ(student->text("activity", id, "place"), "祠堂");

    restore(backup);
    clerk->sync();
    EXPECT_EQ(township.desk->status()->held, 1U) << "nobody knows yet what was accepted";
    everybody();
    EXPECT_EQ(township.desk->status()->held, 0U);
    EXPECT_EQ(student->text("activity", id, "place"), "祠堂");
    EXPECT_EQ((*teacher)->proposals()->at(0).state, ProposalView::State::accepted);
    EXPECT_EQ((*teacher)->proposals()->at(0).answeredBy, "张办事员");
    EXPECT_TRUE((*clerk)->verdicts()->empty());
    expectWhole();
}

TEST_F(RestoreOfDecisions, whatWaitedInPartKeepsItsPlaceBeforeWhatItsPhoneWroteAfterIt) {
    const FieldNumber summary = activity().field("summary")->number;
    const auto backup = township.backup("night");
    const Id far = student->add("activity", kLesson);
    const Id near = clerk->add("activity", kLesson);
    everybody();
    restore(backup);
    clerk->sync();
    const auto edit = [&](const Id& row, const char* words) {
        return Edit{.type = &activity(), .id = row, .fields = {{summary, Value(words)}}};
    };
    const auto both = (*teacher)->write({edit(near, "讲了六不"), edit(far, "讲了六不")});
    ASSERT_TRUE(both) << both.error().detail;
    teacher->sync();
    ASSERT_EQ(township.desk->status()->held, 1U) << "the student has not been here yet";
    ASSERT_TRUE((*teacher)->write({edit(near, "讲了六会")}));
    teacher->sync();

    restore(backup);
    teacher->sync();
    everybody();
    for (auto* phone : all) {
        EXPECT_TRUE((*phone)->conflicts()->empty());
        EXPECT_EQ(phone->text("activity", near, "summary"), "讲了六会");
        EXPECT_EQ(phone->text("activity", far, "summary"), "讲了六不");
    }
    EXPECT_EQ(township.desk->status()->held, 0U);
    expectWhole();
}

TEST_F(RestoreOfDecisions, whatWaitsBehindAnAnswerThatWaitsShowsOnItsPhone) {
    const auto backup = backedUpBeforeAnAnswer();
    clerk->edit("activity", id, {{"place", "河堤"}});
    everybody();

    restore(backup);
    clerk->sync();
    EXPECT_EQ(township.desk->status()->held, 2U);
    EXPECT_EQ(clerk->text("activity", id, "place"), "河堤") << "his own edit, under way once more";
    clerk->sync();
    EXPECT_EQ(clerk->text("activity", id, "place"), "河堤");
    everybody();
    EXPECT_EQ(township.desk->status()->held, 0U);
    EXPECT_EQ(student->text("activity", id, "place"), "河堤");
    expectWhole();
}

TEST_F(RestoreOfDecisions, whatWasSettledStaysSettled) {
    student->edit("activity", id, {{"place", "村口"}});
    township.clock.advance(1'000);
    teacher->edit("activity", id, {{"place", "祠堂"}});
    everybody();
    ASSERT_EQ((*clerk)->conflicts()->size(), 1U);
    const auto backup = township.backup("night");
    ASSERT_TRUE((*clerk)->write(
        {Settle{.type = &activity(), .id = id, .field = place, .value = Value("村口")}}));
    everybody();
    restore(backup);
    everybody();
    for (auto* phone : all) {
        EXPECT_TRUE((*phone)->conflicts()->empty());
        EXPECT_EQ(phone->text("activity", id, "place"), "村口");
    }
    expectWhole();
}

TEST_F(RestoreOfDecisions, aSettlementThatComesBackFirstKeepsEveryValue) {
    const auto backup = township.backup("night");
    student->edit("activity", id, {{"place", "村口"}});
    township.clock.advance(1'000);
    teacher->edit("activity", id, {{"place", "祠堂"}});
    everybody();
    township.clock.advance(1'000);
    ASSERT_TRUE((*clerk)->write(
        {Settle{.type = &activity(), .id = id, .field = place, .value = Value("村口")}}));
    everybody();
    restore(backup);
    clerk->sync();
    everybody();
    EXPECT_EQ(student->text("activity", id, "place"), "村口");
    const auto history = *(*student)->history(activity(), id);
    std::set<std::string> values;
    for (const auto& entry : history.entries) {
        if (const auto cell = entry.fields.find(place); cell != entry.fields.end()) {
            values.insert(std::get<std::string>(cell->second));
        }
    }
    EXPECT_TRUE(values.contains("祠堂") && values.contains("村口"));
    expectWhole();
}

TEST_F(RestoreOfDecisions, aMovedRowMovesAgainWithWhatBelongsToIt) {
    auto fang = township.phone("方远", "volunteer", kYongtai);
    all.push_back(fang.get());
    const auto& lesson = *Catalogue::builtIn().find("safety_lesson");
    ASSERT_TRUE((*student)->write(
        {Insert{.type = &lesson, .fields = {{lesson.field("activity")->number, refTo(id)}}}}));
    everybody();
    const auto backup = township.backup("night");
    admin->edit("activity", id, {{"org", kYongtai}});
    everybody();
    ASSERT_TRUE((*fang)->row(activity(), id));
    ASSERT_EQ((*student)->list(activity(), {})->size(), 0U);

    township.restore(backup, {student.get(), teacher.get(), clerk.get(), admin.get(), fang.get()});
    student->sync();
    EXPECT_TRUE((*student)->row(activity(), id)) << "not moved yet";
    everybody();
    EXPECT_TRUE((*fang)->row(activity(), id));
    EXPECT_EQ((*fang)->list(lesson, {})->size(), 1U);
    EXPECT_EQ((*student)->list(activity(), {})->size(), 0U);
    EXPECT_EQ((*student)->list(lesson, {})->size(), 0U);
    const auto report = township.desk->audit({});
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) {
        ADD_FAILURE() << finding.lsn << " " << finding.type << " " << finding.what;
    }
}

TEST_F(RestoreOfDecisions, aMoveThatComesBackFirstTakesAlongWhatComesAfterIt) {
    auto fang = township.phone("方远", "volunteer", kYongtai);
    all.push_back(fang.get());
    everybody();
    const auto backup = township.backup("night");
    const auto& lesson = *Catalogue::builtIn().find("safety_lesson");
    const Id late = student->add("activity", kLesson);
    ASSERT_TRUE((*student)->write(
        {Insert{.type = &lesson, .fields = {{lesson.field("activity")->number, refTo(late)}}}}));
    everybody();
    admin->edit("activity", late, {{"org", kYongtai}});
    everybody();
    ASSERT_EQ((*fang)->list(lesson, {})->size(), 1U);

    township.restore(backup, {student.get(), teacher.get(), clerk.get(), admin.get(), fang.get()});
    admin->sync();
    everybody();
    EXPECT_TRUE((*fang)->row(activity(), late));
    EXPECT_EQ((*fang)->list(lesson, {})->size(), 1U);
    EXPECT_FALSE((*student)->row(activity(), late));
    EXPECT_EQ((*student)->list(lesson, {})->size(), 0U);
    const auto report = township.desk->audit({});
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) {
        ADD_FAILURE() << finding.lsn << " " << finding.type << " " << finding.what;
    }
}

TEST_F(RestoreOfDecisions, sealedFieldsComeBackSealed) {
    constexpr const char* kCanary = "金丝雀真名欧阳零";
    auto reader = township.phone("陈静", "child_data_reader");
    all.push_back(reader.get());
    const auto before = township.backup("night");
    const Id child = teacher->add(
        "child", {{"alias", "小宝"}, {"real_name", kCanary}, {"consent_state", "given"}});
    everybody();
    const auto shown = [&](const Phone& phone) {
        const auto& type = *Catalogue::builtIn().find("child");
        const auto row = phone->row(type, child);
        const auto name = type.field("real_name")->number;
        return row && row->fields.contains(name) ? std::get<std::string>(row->fields.at(name)) : "";
    };
    ASSERT_EQ(shown(*reader), kCanary);
    township.restore(before, {student.get(), teacher.get(), clerk.get(), admin.get()});
    reader->links.moveTo(*township.desk);
    reader->sync();
    EXPECT_EQ(shown(*reader), "") << "recalled: as at the centre";
    const auto proposals = *township.desk->recovery();
    ASSERT_FALSE(proposals.empty());
    for (const auto& proposal : proposals) {
        for (const auto& cell : proposal.cells) {
            EXPECT_NE(cell.proposed, Value(std::string(kCanary)));
        }
    }
    everybody();
    EXPECT_EQ(shown(*reader), kCanary);
    EXPECT_EQ(shown(*teacher), kCanary);
    (void)township.backup("after");
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(township.folder.path())) {
        if (entry.is_regular_file()) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            EXPECT_EQ(bytes.find(kCanary), std::string::npos) << entry.path();
        }
    }
    expectWhole();
}

TEST_F(RestoreOfDecisions, whatOnlyOthersKnewComesBackWithItsSealedFields) {
    const auto& type = *Catalogue::builtIn().find("child");
    auto reader = township.phone("陈静", "child_data_reader");
    const auto before = township.backup("night");
    const Id child = teacher->add(
        "child",
        {{"alias", "金丝雀小宝"}, {"real_name", "金丝雀真名"}, {"consent_state", "given"}});
    teacher->sync();
    reader->sync();
    clerk->sync();
    // The phone of who wrote it down is lost with what the centre knew.
    township.restore(before, {student.get(), clerk.get(), admin.get()});
    reader->links.moveTo(*township.desk);
    reader->sync();
    clerk->sync();
    const auto proposals = *township.desk->recovery();
    ASSERT_FALSE(proposals.empty());
    std::vector<Id> ids;
    for (const auto& proposal : proposals) {
        ids.push_back(proposal.id);
        EXPECT_EQ(proposal.title, "金丝雀小宝");
        for (const auto& cell : proposal.cells) {
            const bool sealed = type.field(cell.field)->rules.sealed();
            const auto* text = std::get_if<std::string>(&cell.proposed);
            EXPECT_TRUE(!sealed || (text != nullptr && isSealedText(*text))) << cell.field;
        }
    }
    EXPECT_EQ(filesWith(township.folder.path(), "金丝雀"), std::vector<std::string>{});
    const auto accepted = township.desk->acceptRecovery(ids);
    ASSERT_TRUE(accepted) << accepted.error().detail;
    for (int round = 0; round < 2; ++round) {
        for (auto* phone : {reader.get(), clerk.get(), admin.get()}) {
            phone->sync();
        }
    }
    EXPECT_EQ(reader->text("child", child, "alias"), "金丝雀小宝");
    EXPECT_EQ(reader->text("child", child, "real_name"), "金丝雀真名");
    EXPECT_EQ(clerk->text("child", child, "alias"), "金丝雀小宝");
    EXPECT_EQ(clerk->text("child", child, "real_name"), "");
    EXPECT_EQ(filesWith(township.folder.path(), "金丝雀"), std::vector<std::string>{});
    EXPECT_TRUE(township.desk->recovery()->empty());
    const auto report = township.desk->audit({});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty()) << report->findings.front().what;
}

TEST_F(RestoreOfDecisions, whatNobodyCanReadAtTheOfficeIsNotWrittenOver) {
    auto reader = township.phone("陈静", "child_data_reader");
    const Id child = teacher->add(
        "child", {{"alias", "小宝"}, {"real_name", "王小宝"}, {"consent_state", "given"}});
    teacher->sync();
    const auto before = township.backup("night");
    teacher->edit("child", child, {{"real_name", "别人"}, {"grade", "4"}});
    teacher->sync();
    reader->sync();
    township.restore(before, {student.get(), clerk.get(), admin.get()});
    reader->links.moveTo(*township.desk);
    reader->sync();
    std::vector<Id> ids;
    std::set<std::string> offered;
    const auto proposals = *township.desk->recovery();
    for (const auto& proposal : proposals) {
        ids.push_back(proposal.id);
        for (const auto& cell : proposal.cells) {
            offered.insert(cell.field);
        }
    }
    EXPECT_EQ(offered, std::set<std::string>{"grade"});
    ASSERT_TRUE(township.desk->acceptRecovery(ids));
    reader->sync();
    EXPECT_EQ(reader->text("child", child, "real_name"), "王小宝");
    EXPECT_EQ(reader->text("child", child, "grade"), "4");
}

TEST_F(RestoreOfDecisions, aFirstSyncThatWasCutGoesOnInTheNewLife) {
    for (int i = 0; i < 30; ++i) {
        student->add("activity", kLesson);
    }
    everybody();
    const auto backup = township.backup("night");
    student->add("activity", kLesson);
    everybody();
    auto late =
        std::make_unique<Phone>(township.folder.path() / "late", township.clock, *township.desk);
    late->links.cutReplyAfter = 3;  // joined, greeted, told its scope
    (void)(*late)->join(township.invite("晚来的", "volunteer", "360982100"), "晚来的");
    late->links.cutReplyAfter.reset();
    ASSERT_FALSE((*late)->me().device.isNone());
    ASSERT_EQ((*late)->list(activity(), {})->size(), 0U);
    restore(backup);
    late->links.moveTo(*township.desk);
    late->sync();
    everybody();
    late->sync();
    EXPECT_EQ(late->everything("activity"), student->everything("activity"));
    EXPECT_EQ((*late)->list(activity(), {})->size(), 32U);
    expectWhole();
}

}  // namespace
}  // namespace xiangji::test
