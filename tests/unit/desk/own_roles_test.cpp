// Nobody decides about his own roles: an administrator's roles are a colleague's to give and to
// change, the first one's the centre's own hand's.
#include "core/base/change_id.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct OwnRoles : ::testing::Test {
    SmallCentre centre;
    HandPhone admin{centre, "centre_admin", kCentre, "市中心"};
    HandPhone colleague{centre, "centre_admin", kCentre, "市中心乙"};

    Id fresh() { return Id::uuid7(kMorning, centre.random); }
    static void expectRefused(const wire::ChangeVerdict& verdict, const std::string& reason) {
        EXPECT_EQ(verdict.verdict(), wire::VERDICT_REFUSED) << verdict.reason();
        EXPECT_EQ(verdict.reason(), reason) << verdict.words();
        EXPECT_NE(verdict.words().find("ask a colleague"), std::string::npos) << verdict.words();
    }
    static wire::ChangeVerdict granted(HandPhone& by, const Id& id, const HandPhone& to) {
        return by.tell(by.insert("role_grant", id,
                                 {{"person", refTo(to.person())},
                                  {"org", refTo(unitId(kCentre))},
                                  {"role", std::int64_t{ROLE_CHILD_DATA_READER}}},
                                 kCentre));
    }
    static wire::ChangeVerdict edited(HandPhone& by, const Id& id, const char* field,
                                      const Value& value) {
        return by.tell(HandPhone::edit("role_grant", id, {{field, value}}));
    }
};

TEST_F(OwnRoles, nobodyGivesHimselfARoleOrMovesTheEndOfHisOwn) {
    expectRefused(granted(admin, fresh(), admin), "second_person");
    const Id mine = fresh();
    ASSERT_EQ(granted(colleague, mine, admin).verdict(), wire::VERDICT_TAKEN);
    expectRefused(edited(admin, mine, "to", std::int64_t{kMorning + 1}), "second_person");
    expectRefused(edited(admin, mine, "role", std::int64_t{ROLE_FINANCE}), "second_person");
    expectRefused(granted(admin, mine, colleague), "second_person");
    expectRefused(granted(admin, mine, admin), "second_person");
    const Id theirs = fresh();
    ASSERT_EQ(granted(admin, theirs, colleague).verdict(), wire::VERDICT_TAKEN);
    expectRefused(edited(admin, theirs, "person", refTo(admin.person())), "second_person");
    EXPECT_EQ(edited(admin, theirs, "to", std::int64_t{kMorning + 1}).verdict(),
              wire::VERDICT_TAKEN);
    // What a colleague asks for about somebody is not that person's to accept.
    auto asked = HandPhone::edit("role_grant", mine, {{"to", std::int64_t{kMorning + 9}}});
    asked.set_verb(wire::VERB_PROPOSE);
    ASSERT_TRUE(colleague.tell(asked).proposed());
    auto accepted = HandPhone::change("role_grant", mine, wire::VERB_ANSWER);
    accepted.set_proposal(changeId(colleague.id(), colleague.lastSeq, 0).bytes());
    accepted.set_answer(wire::ANSWER_ACCEPT);
    expectRefused(admin.tell(accepted), "second_person");
    EXPECT_EQ(admin.tell(HandPhone::voiding("role_grant", mine, "不再需要")).verdict(),
              wire::VERDICT_TAKEN)
        << "to give one up needs nobody else";
    EXPECT_EQ(shown("role_grant", centre.row("role_grant", theirs), "person"),
              refTo(colleague.person()));
}

}  // namespace
}  // namespace xiangji::syncd::test
