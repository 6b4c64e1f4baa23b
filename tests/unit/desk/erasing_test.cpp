// The log after an erasure: its chain holds, and what is left of erased lines cannot be changed.
#include <fstream>

#include "core/store/connection.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct ErasedLog : ::testing::Test {
    SmallCentre centre;
    HandPhone wang{centre, "tutor", kLinjiang, "王芳"};
    Id row = Id::uuid7(kMorning, centre.random);
    Lsn made = 0;
    Lsn edited = 0;

    void SetUp() override {
        made = wang.tell(wang.insert("child", row, {{"alias", "小宝"}, {"grade", std::int64_t{3}}}))
                   .lsn();
        edited = wang.tell(wang.sealed(HandPhone::edit("child", row, {{"alias", "大宝"}}))).lsn();
        ASSERT_NE(edited, 0U);
    }
    ErasureView erase() { return must(centre.desk->erase("child", row, "赵雷", "书面要求")); }
    AuditReport audit() { return must(centre.desk->audit({})); }
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
    LogLine line(Lsn lsn) { return *must(must(centre.central->snapshot())->line(lsn)); }
    wire::Change change(Lsn lsn) {
        wire::Change read;
        EXPECT_TRUE(read.ParseFromString(line(lsn).change));
        return read;
    }
    std::string bytes(const char* file) {
        std::ifstream in(centre.folder.path() / file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void expectNowhere(std::string_view words) {
        for (const auto* file : {"central.db", "central.db-wal"}) {
            EXPECT_EQ(bytes(file).find(words), std::string::npos) << words << " in " << file;
        }
    }
    void expectFirst(Lsn lsn) {
        const auto report = audit();
        ASSERT_FALSE(report.findings.empty());
        EXPECT_EQ(report.findings.front().lsn, lsn) << report.findings.front().what;
    }
};

TEST_F(ErasedLog, keepsHashesAndLosesValuesAndSalts) {
    const auto before = line(made);
    ASSERT_EQ(change(made).salt().size(), 16U) << "personal lines are salted";
    EXPECT_NE(change(made).salt(), change(edited).salt());
    const auto view = erase();
    EXPECT_EQ(view.lines, 2U);
    EXPECT_EQ(line(made).hash, before.hash);
    EXPECT_TRUE(change(made).salt().empty());
    const auto left = change(made);
    for (const auto& cell : left.cells()) {
        EXPECT_LT(cell.field(), common::kFirstOwn);
    }
    EXPECT_TRUE(change(edited).cells().empty());
    const auto report = audit();
    EXPECT_TRUE(report.findings.empty()) << report.findings.front().what;
    EXPECT_EQ(report.erased, 2U);
    centre.restart();
    EXPECT_TRUE(audit().findings.empty());
}

TEST_F(ErasedLog, anActivityIsNotSalted) {
    const Id lesson = Id::uuid7(kMorning, centre.random);
    const auto lsn = wang.tell(wang.activity(lesson, "宣讲")).lsn();
    EXPECT_TRUE(change(lsn).salt().empty());
}

TEST_F(ErasedLog, whatIsLeftOfALineCannotBeChanged) {
    const auto told = erase().lsn;
    byHand("UPDATE _log SET author = zeroblob(16) WHERE lsn = " + std::to_string(edited));
    expectFirst(edited);
    byHand("UPDATE _log SET author = x'" + toHex(wang.person().bytes()) +
           "' WHERE lsn = " + std::to_string(edited));
    ASSERT_TRUE(audit().findings.empty());
    auto empty = change(edited);
    empty.set_reason("put in by hand");
    byHand("UPDATE _log SET change = x'" + toHex(empty.SerializeAsString()) +
           "' WHERE lsn = " + std::to_string(edited));
    expectFirst(edited);
    EXPECT_GT(told, edited);
}

TEST_F(ErasedLog, nobodyErasesALineByHand) {
    wire::Change empty = change(edited);
    empty.clear_cells();
    empty.clear_salt();
    byHand("UPDATE _log SET change = x'" + toHex(empty.SerializeAsString()) +
           "' WHERE lsn = " + std::to_string(edited));
    expectFirst(edited);
}

TEST_F(ErasedLog, aValuePutBackIntoTheRowIsFound) {
    erase();
    byHand("UPDATE child SET alias = '小宝'");
    EXPECT_FALSE(audit().findings.empty());
}

TEST_F(ErasedLog, laterWritesAreRefusedAndKeptNowhere) {
    erase();
    const auto verdict =
        wang.tell(wang.sealed(HandPhone::edit("child", row, {{"alias", "金丝雀"}})));
    EXPECT_EQ(verdict.verdict(), wire::VERDICT_REFUSED);
    EXPECT_EQ(verdict.reason(), "erased");
    const auto more = wang.send({wang.sealed(HandPhone::edit("child", row, {{"alias", "金丝雀"}})),
                                 wang.activity(Id::uuid7(kMorning, centre.random), "宣讲")});
    EXPECT_EQ(more.changes(0).reason(), "erased");
    EXPECT_EQ(more.changes(1).verdict(), wire::VERDICT_TAKEN);
    for (const auto verb : {wire::VERB_VOID, wire::VERB_ACT, wire::VERB_PROPOSE}) {
        auto other = HandPhone::change("child", row, verb);
        if (verb == wire::VERB_VOID) {
            other.set_reason("金丝雀");
        } else if (verb == wire::VERB_ACT) {
            other.set_action("ask");
        } else {
            HandPhone::write(other, "child", "alias", "金丝雀");
        }
        EXPECT_EQ(wang.tell(wang.sealed(other)).reason(), "erased") << verb;
    }
    ASSERT_TRUE(centre.central->scrub());
    expectNowhere("金丝雀");
    expectNowhere(kSealedMark);
    EXPECT_TRUE(audit().findings.empty());
}

TEST_F(ErasedLog, proposalsAndReasonsAreEmptied) {
    HandPhone leader{centre, "team_leader", kLinjiang, "周芳"};
    const Id person = Id::uuid7(kMorning, centre.random);
    leader.tell(leader.insert("person", person, {{"name", "金丝雀"}}));
    leader.tell(HandPhone::act("person", person, "register"));
    HandPhone clerk{centre, "institute_clerk", kLinjiang, "赵雷"};
    ASSERT_EQ(clerk.tell(HandPhone::act("person", person, "suspend", "金丝雀停用")).verdict(),
              wire::VERDICT_TAKEN);
    ASSERT_TRUE(
        leader.tell(HandPhone::edit("person", person, {{"name", "金丝雀改名"}})).proposed());
    ASSERT_EQ(clerk.tell(HandPhone::voiding("person", person, "金丝雀搬走了")).verdict(),
              wire::VERDICT_TAKEN);
    ASSERT_NE(bytes("central.db") + bytes("central.db-wal"), "");
    EXPECT_TRUE(must(centre.desk->erase("person", person, "赵雷", "书面要求")).scrubbed);
    expectNowhere("金丝雀");
    const auto beside = must(centre.central->proposalsNow(typeOf("person").number, person));
    ASSERT_EQ(beside.size(), 1U);
    EXPECT_EQ(beside[0].proposal.state(), wire::Proposal::STATE_DECLINED);
    EXPECT_TRUE(audit().findings.empty());
}

TEST_F(ErasedLog, noPhoneErases) {
    auto order = HandPhone::change("child", row, wire::VERB_ERASE);
    EXPECT_NE(wang.tell(order).verdict(), wire::VERDICT_TAKEN);
    EXPECT_FALSE(centre.row("child", row).erased);
}

TEST_F(ErasedLog, whatIsHeldAndQuarantinedGoesToo) {
    // Behind a session that never came, in one group with the child.
    const Id session = Id::uuid7(kMorning, centre.random);
    const auto line = wang.insert("pupil_line", Id::uuid7(kMorning, centre.random),
                                  {{"tutoring_session", refTo(session)}, {"child", refTo(row)}});
    const auto group =
        wang.send({wang.sealed(HandPhone::edit("child", row, {{"alias", "金丝雀"}})), line}, true);
    ASSERT_NE(group.changes(0).verdict(), wire::VERDICT_TAKEN);
    // And an envelope with a number that is taken.
    wang.lastSeq -= 1;
    const auto forked = wang.push(
        {wang.envelope({wang.sealed(HandPhone::edit("child", row, {{"alias", "金丝雀二"}}))})});
    ASSERT_FALSE(must(centre.desk->aside()).empty());
    EXPECT_TRUE(erase().scrubbed);
    expectNowhere("金丝雀");
    expectNowhere(kSealedMark);
    EXPECT_TRUE(audit().findings.empty());
}

}  // namespace
}  // namespace xiangji::syncd::test
