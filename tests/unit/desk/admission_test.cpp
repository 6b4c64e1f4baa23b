#include "core/base/change_id.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

/// Each verdict's reason, asked for by a phone that does what earns it.
struct AdmissionAtTheDesk : ::testing::Test {
    SmallCentre centre;
    HandPhone volunteer{centre, "volunteer", kLinjiang, "李明"};
    HandPhone tutor{centre, "tutor", kLinjiang, "王老师"};
    HandPhone clerk{centre, "institute_clerk", kLinjiang, "张办事员"};
    HandPhone stranger{centre, "volunteer", kYongtai, "外镇人"};
    Id row = Id::uuid7(kMorning, centre.random);

    void SetUp() override {
        ASSERT_EQ(volunteer.tell(volunteer.activity(row, "防溺水宣讲")).verdict(),
                  wire::VERDICT_TAKEN);
    }
    Id fresh() { return Id::uuid7(kMorning, centre.random); }
    void submitAndApprove() {
        ASSERT_EQ(volunteer.tell(HandPhone::act("activity", row, "submit")).verdict(),
                  wire::VERDICT_TAKEN);
        ASSERT_EQ(clerk.tell(HandPhone::act("activity", row, "approve")).verdict(),
                  wire::VERDICT_TAKEN);
    }
    static void expectRefused(const wire::ChangeVerdict& verdict, const std::string& reason) {
        EXPECT_EQ(verdict.verdict(), wire::VERDICT_REFUSED) << verdict.reason();
        EXPECT_EQ(verdict.reason(), reason) << verdict.words();
        EXPECT_FALSE(verdict.words().empty());
        EXPECT_EQ(verdict.lsn(), 0u);
    }
    static void expectHeld(const wire::ChangeVerdict& verdict, const std::string& reason) {
        EXPECT_EQ(verdict.verdict(), wire::VERDICT_HELD) << verdict.reason();
        EXPECT_EQ(verdict.reason(), reason) << verdict.words();
        EXPECT_FALSE(verdict.words().empty());
        EXPECT_EQ(verdict.lsn(), 0u);
    }
    static void expectQuarantined(const wire::ChangeVerdict& verdict, const std::string& reason) {
        EXPECT_EQ(verdict.verdict(), wire::VERDICT_QUARANTINED) << verdict.reason();
        EXPECT_EQ(verdict.reason(), reason) << verdict.words();
        EXPECT_FALSE(verdict.words().empty());
    }
};

TEST_F(AdmissionAtTheDesk, anUnknownKindOfRecordIsKeptAside) {
    auto change = volunteer.activity(fresh(), "防溺水宣讲");
    change.set_type(9999);
    expectQuarantined(volunteer.tell(change), "unknown_type");
}

TEST_F(AdmissionAtTheDesk, anUnknownFieldIsKeptAside) {
    auto change = volunteer.activity(fresh(), "防溺水宣讲");
    change.add_cells()->set_field(999);
    expectQuarantined(volunteer.tell(change), "unknown_field");
}

TEST_F(AdmissionAtTheDesk, whatHasNoShapeIsKeptAside) {
    auto wrongKind = HandPhone::edit("activity", row, {{"title", std::int64_t{5}}});
    auto noRow = HandPhone::edit("activity", row, {{"title", "第二稿"}});
    noRow.set_row("short");
    auto twice = HandPhone::edit("activity", row, {{"title", "第二稿"}, {"title", "第三稿"}});
    auto writtenSet = HandPhone::edit("activity", row, {{"service_target", std::int64_t{1}}});
    auto addedPlain = HandPhone::change("activity", row, wire::VERB_EDIT);
    HandPhone::element(addedPlain, "activity", "title", wire::Cell::OP_ADD, "第二稿");
    auto shortRef = HandPhone::edit("activity", row, {{"team", Blob{"abc"}}});
    auto decomposed = HandPhone::edit("activity", row, {{"title", "Cafe\xCC\x81"}});
    auto noVerb = HandPhone::change("activity", row, wire::VERB_UNSPECIFIED);
    for (const auto& change :
         {wrongKind, noRow, twice, writtenSet, addedPlain, shortRef, decomposed, noVerb}) {
        expectQuarantined(volunteer.tell(change), "malformed");
    }
}

TEST_F(AdmissionAtTheDesk, aRoleIsNeededAtTheRowsOwnUnit) {
    expectRefused(stranger.tell(HandPhone::edit("activity", row, {{"title", "外人改的"}})), "role");
    expectRefused(stranger.tell(HandPhone::voiding("activity", row, "外人作废")), "role");
    expectRefused(stranger.tell(HandPhone::act("activity", row, "submit")), "role");
    expectRefused(stranger.tell(stranger.activity(fresh(), "跨镇活动")), "role");
    expectRefused(volunteer.tell(volunteer.insert("role_grant", fresh(),
                                                  {{"person", refTo(volunteer.person())},
                                                   {"org", refTo(unitId(kLinjiang))},
                                                   {"role", std::int64_t{8}}})),
                  "role");
    EXPECT_EQ(textOf(shown("activity", centre.row("activity", row), "title")), "防溺水宣讲");
}

TEST_F(AdmissionAtTheDesk, aFieldMayHaveWritersOfItsOwn) {
    expectRefused(
        volunteer.tell(HandPhone::edit("activity", row, {{"needs_insurance", std::int64_t{1}}})),
        "role");
    EXPECT_EQ(clerk.tell(HandPhone::edit("activity", row, {{"needs_insurance", std::int64_t{1}}}))
                  .verdict(),
              wire::VERDICT_TAKEN);
    expectRefused(clerk.tell(HandPhone::edit("activity", row, {{"backfilled", std::int64_t{1}}})),
                  "role");
}

TEST_F(AdmissionAtTheDesk, nobodyWritesUnderAnotherName) {
    auto change = volunteer.activity(fresh(), "冒名活动");
    change.mutable_cells(1)->set_blob(tutor.person().bytes());
    expectRefused(volunteer.tell(change), "author");
    expectRefused(
        clerk.tell(HandPhone::edit("activity", row, {{"author_person", refTo(clerk.person())}})),
        "role");
}

TEST_F(AdmissionAtTheDesk, aRowBelongsWhereItsTypeSays) {
    expectRefused(
        volunteer.tell(volunteer.insert(
            "activity", fresh(),
            {{"title", "名实不符"}, {"type", std::int64_t{8}}, {"org", refTo(unitId(kLinjiang))}},
            kYongtai)),
        "home");
    expectRefused(
        volunteer.tell(HandPhone::edit("activity", row, {{"org", refTo(unitId(kYongtai))}})),
        "home");
    expectRefused(clerk.tell(HandPhone::edit("activity", row, {{"org", refTo(unitId(kYongtai))}})),
                  "role");
    const Id lesson =
        must(naturalId(typeOf("safety_lesson"),
                       {{fieldOf(typeOf("safety_lesson"), "activity").number, refTo(row)}}));
    EXPECT_EQ(volunteer.tell(volunteer.insert("safety_lesson", lesson, {{"activity", refTo(row)}}))
                  .verdict(),
              wire::VERDICT_TAKEN);
    const Id nowhere = fresh();
    const Id orphan =
        must(naturalId(typeOf("safety_lesson"),
                       {{fieldOf(typeOf("safety_lesson"), "activity").number, refTo(nowhere)}}));
    expectHeld(
        volunteer.tell(volunteer.insert("safety_lesson", orphan, {{"activity", refTo(nowhere)}})),
        "no_row");
}

TEST_F(AdmissionAtTheDesk, anIdFollowsFromItsNaturalKey) {
    expectQuarantined(
        volunteer.tell(volunteer.insert("safety_lesson", fresh(), {{"activity", refTo(row)}})),
        "malformed");
    const Id lesson =
        must(naturalId(typeOf("safety_lesson"),
                       {{fieldOf(typeOf("safety_lesson"), "activity").number, refTo(row)}}));
    ASSERT_EQ(
        clerk.tell(clerk.insert("safety_lesson", lesson, {{"activity", refTo(row)}})).verdict(),
        wire::VERDICT_TAKEN);
    expectRefused(
        clerk.tell(HandPhone::edit("safety_lesson", lesson, {{"activity", refTo(fresh())}})),
        "key");
}

TEST_F(AdmissionAtTheDesk, limitsAreToldInWords) {
    expectRefused(volunteer.tell(HandPhone::edit("activity", row, {{"title", "补录的活动"}})),
                  "limit");
    expectRefused(volunteer.tell(HandPhone::edit("activity", row, {{"title", Value{}}})), "limit");
    expectRefused(
        volunteer.tell(HandPhone::edit("activity", row, {{"beneficiaries", std::int64_t{-1}}})),
        "limit");
    expectRefused(volunteer.tell(HandPhone::voiding("activity", row, "")), "limit");
    expectRefused(volunteer.tell(HandPhone::act("activity", row, "cancel")), "limit");
}

TEST_F(AdmissionAtTheDesk, whatIsNotThereYetIsWaitedFor) {
    expectHeld(volunteer.tell(HandPhone::edit("activity", fresh(), {{"title", "第二稿"}})),
               "no_row");
    expectHeld(volunteer.tell(HandPhone::voiding("activity", fresh(), "写错")), "no_row");
    expectHeld(volunteer.tell(HandPhone::act("activity", fresh(), "submit")), "no_row");
}

TEST_F(AdmissionAtTheDesk, whatWasTurnedAwayIsNotWaitedFor) {
    const Id elsewhere = fresh();
    expectRefused(volunteer.tell(volunteer.activity(elsewhere, "外乡活动", kYongtai)), "role");
    expectRefused(volunteer.tell(HandPhone::edit("activity", elsewhere, {{"title", "第二稿"}})),
                  "no_row");
    const Id lesson =
        must(naturalId(typeOf("safety_lesson"),
                       {{fieldOf(typeOf("safety_lesson"), "activity").number, refTo(elsewhere)}}));
    expectRefused(
        volunteer.tell(volunteer.insert("safety_lesson", lesson, {{"activity", refTo(elsewhere)}})),
        "no_row");
}

TEST_F(AdmissionAtTheDesk, aLockedStateIsTheOfficesAlone) {
    submitAndApprove();
    clerk.pull();
    const auto late = volunteer.tell(HandPhone::edit("activity", row, {{"title", "迟到的修改"}}));
    EXPECT_TRUE(late.proposed()) << "an edit of what is approved lies beside it";
    EXPECT_EQ(shown("activity", centre.row("activity", row), "title"), Value("防溺水宣讲"));
    expectRefused(volunteer.tell(HandPhone::voiding("activity", row, "迟到的作废")), "locked");
    EXPECT_EQ(clerk.tell(HandPhone::edit("activity", row, {{"title", "所里修改"}})).verdict(),
              wire::VERDICT_TAKEN);
}

TEST_F(AdmissionAtTheDesk, whatTheOfficeDecidesAPhoneDoesNotChange) {
    HandPhone leader(centre, "team_leader", kLinjiang, "陈队长");
    const auto change = HandPhone::edit("person", leader.person(), {{"national_no", "V001"}});
    expectRefused(leader.tell(change), "role");
    EXPECT_EQ(clerk.tell(change).verdict(), wire::VERDICT_TAKEN);
}

TEST_F(AdmissionAtTheDesk, nobodyIsSignedInByAnother) {
    const auto checkIn = [&](const HandPhone& writer, const Id& person) {
        return writer.insert("check_event", fresh(),
                             {{"activity", refTo(row)},
                              {"person", refTo(person)},
                              {"kind", std::int64_t{1}},
                              {"dev_ms", std::int64_t{kMorning}},
                              {"method", std::int64_t{2}}});
    };
    expectRefused(volunteer.tell(checkIn(volunteer, tutor.person())), "role");
    EXPECT_EQ(volunteer.tell(checkIn(volunteer, volunteer.person())).verdict(),
              wire::VERDICT_TAKEN);
    HandPhone leader(centre, "team_leader", kLinjiang, "陈队长");
    EXPECT_EQ(leader.tell(checkIn(leader, tutor.person())).verdict(), wire::VERDICT_TAKEN);
}

TEST_F(AdmissionAtTheDesk, aLifecycleIsWalkedStepByStep) {
    expectRefused(clerk.tell(HandPhone::act("activity", row, "approve")), "state");
    expectRefused(volunteer.tell(HandPhone::act("activity", row, "fly")), "state");
    ASSERT_EQ(volunteer.tell(HandPhone::act("activity", row, "submit")).verdict(),
              wire::VERDICT_TAKEN);
    expectRefused(volunteer.tell(HandPhone::act("activity", row, "approve")), "role");
    ASSERT_EQ(clerk.tell(HandPhone::act("activity", row, "approve")).verdict(),
              wire::VERDICT_TAKEN);
    expectRefused(volunteer.tell(HandPhone::act("activity", row, "submit")), "state");
    EXPECT_EQ(textOf(shown("activity", centre.row("activity", row), "status")), "approved");
    auto skipping = volunteer.activity(fresh(), "一步登天");
    skipping.mutable_cells(3)->set_text("approved");
    expectRefused(volunteer.tell(skipping), "state");
}

TEST_F(AdmissionAtTheDesk, nobodyApprovesTheirOwn) {
    const Id own = fresh();
    ASSERT_EQ(clerk.tell(clerk.activity(own, "所里活动")).verdict(), wire::VERDICT_TAKEN);
    ASSERT_EQ(clerk.tell(HandPhone::act("activity", own, "submit")).verdict(), wire::VERDICT_TAKEN);
    expectRefused(clerk.tell(HandPhone::act("activity", own, "approve")), "second_person");
    // Not even by adding the row a second time under another's name.
    HandPhone colleague(centre, "institute_clerk", kLinjiang, "刘办事员");
    ASSERT_EQ(colleague.tell(colleague.activity(own, "所里活动")).verdict(), wire::VERDICT_TAKEN);
    expectRefused(clerk.tell(HandPhone::act("activity", own, "approve")), "second_person");
    expectRefused(colleague.tell(HandPhone::act("activity", own, "approve")), "second_person");
    HandPhone third(centre, "institute_clerk", kLinjiang, "周办事员");
    EXPECT_EQ(third.tell(HandPhone::act("activity", own, "approve")).verdict(),
              wire::VERDICT_TAKEN);
}

TEST_F(AdmissionAtTheDesk, nobodyConfirmsHoursOfTheirOwnWhoeverNotedThem) {
    HandPhone leader(centre, "team_leader", kLinjiang, "周队长");
    HandPhone director(centre, "institute_director", kLinjiang, "陈所长");
    const Fields keys{
        {fieldOf(typeOf("service_record"), "person").number, refTo(clerk.person())},
        {fieldOf(typeOf("service_record"), "activity").number, refTo(row)},
        {fieldOf(typeOf("service_record"), "service_date").number, std::string("2026-06-19")}};
    const Id record = must(naturalId(typeOf("service_record"), keys));
    ASSERT_EQ(leader
                  .tell(leader.insert("service_record", record,
                                      {{"person", refTo(clerk.person())},
                                       {"activity", refTo(row)},
                                       {"service_date", std::string("2026-06-19")}}))
                  .verdict(),
              wire::VERDICT_TAKEN);
    leader.tell(HandPhone::act("service_record", record, "submit"));
    expectRefused(clerk.tell(HandPhone::act("service_record", record, "confirm")), "second_person");
    EXPECT_EQ(director.tell(HandPhone::act("service_record", record, "confirm")).verdict(),
              wire::VERDICT_TAKEN);
    expectRefused(clerk.tell(HandPhone::act("person", clerk.person(), "verify")), "second_person");
}

TEST_F(AdmissionAtTheDesk, whatIsOnlyAddedToIsNeverChanged) {
    HandPhone leader(centre, "team_leader", kLinjiang, "陈队长");
    const Id check = fresh();
    const auto made = [&](std::int64_t when) {
        return leader.insert("check_event", check,
                             {{"activity", refTo(row)},
                              {"person", refTo(volunteer.person())},
                              {"kind", std::int64_t{1}},
                              {"dev_ms", when},
                              {"method", std::int64_t{1}}});
    };
    ASSERT_EQ(leader.tell(made(kMorning)).verdict(), wire::VERDICT_TAKEN);
    const auto same = leader.tell(made(kMorning));
    EXPECT_EQ(same.verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(same.lsn(), 0u) << "it is here already";
    expectQuarantined(leader.tell(made(kMorning + 1)), "append_only");
    expectRefused(leader.tell(HandPhone::edit("check_event", check, {{"dev_ms", std::int64_t{1}}})),
                  "append_only");
    expectRefused(leader.tell(HandPhone::voiding("check_event", check, "写错")), "append_only");
}

TEST_F(AdmissionAtTheDesk, aPhoneOutOfServiceGivesNothingAfterwards) {
    ASSERT_TRUE(centre.desk->revoke(stranger.id()));
    const auto receipt = stranger.send({stranger.activity(fresh(), "离职以后", kYongtai)});
    EXPECT_EQ(receipt.changes(0).verdict(), wire::VERDICT_QUARANTINED);
    EXPECT_EQ(receipt.changes(0).reason(), "revoked");
}

TEST_F(AdmissionAtTheDesk, nothingOfARowIsToldToWhoActsOnItWithoutARole) {
    ASSERT_EQ(clerk.tell(HandPhone::voiding("activity", row, "重复登记")).verdict(),
              wire::VERDICT_TAKEN);
    for (const char* action : {"submit", "fly", ""}) {
        const auto verdict = stranger.tell(HandPhone::act("activity", row, action));
        expectRefused(verdict, "role");
        EXPECT_EQ(verdict.words().find("重复登记"), std::string::npos) << verdict.words();
        EXPECT_EQ(verdict.words().find("张办事员"), std::string::npos) << verdict.words();
    }
    EXPECT_NE(volunteer.tell(HandPhone::act("activity", row, "fly")).words().find("重复登记"),
              std::string::npos);
}

TEST_F(AdmissionAtTheDesk, whoHadReadThatHisRoleIsOverDidNothingBefore) {
    HandPhone admin(centre, "centre_admin", kCentre, "市中心");
    admin.pull();
    const auto& grants = typeOf("role_grant");
    const auto endsAt = [&](const HandPhone& phone, Instant toMs) {
        for (const auto& [key, pulled] : admin.rows) {
            for (const auto& cell : pulled.cells()) {
                if (key.first == grants.number && cell.field() == grants.field("person")->number &&
                    cell.blob() == phone.person().bytes()) {
                    EXPECT_EQ(admin
                                  .tell(HandPhone::edit("role_grant", *Id::fromBytes(key.second),
                                                        {{"to", std::int64_t{toMs}}}))
                                  .verdict(),
                              wire::VERDICT_TAKEN);
                }
            }
        }
    };
    const auto backdated = [&](HandPhone& phone, const wire::Change& change) {
        return phone
            .receipt(phone.push({phone.envelope(
                {change}, false,
                [&](wire::EnvelopeBody& body) { body.set_hlc(hlcOf(kMorning + 1'000)); })}))
            .changes(0);
    };
    centre.clock.advance(60'000);
    endsAt(clerk, centre.clock.nowMs());
    endsAt(tutor, centre.clock.nowMs() + 3'600'000);
    centre.clock.advance(7'200'000);
    const Id honest = fresh();
    EXPECT_EQ(backdated(clerk, clerk.activity(honest, "离任前写的")).verdict(), wire::VERDICT_TAKEN)
        << "done before, sent at the next contact";
    clerk.pull();
    clerk.pullPage();  // the centre learns how far a phone has read from its next question
    const auto late = backdated(clerk, clerk.activity(fresh(), "离任后补写的"));
    expectRefused(late, "role");
    ASSERT_EQ(volunteer.tell(HandPhone::act("activity", row, "submit")).verdict(),
              wire::VERDICT_TAKEN);
    expectRefused(backdated(clerk, HandPhone::act("activity", row, "approve")), "role");
    // An end that was told before its time lets one work on until then.
    tutor.pull();
    tutor.pullPage();
    EXPECT_EQ(backdated(tutor, tutor.activity(fresh(), "到期前写的")).verdict(),
              wire::VERDICT_TAKEN);
}

TEST_F(AdmissionAtTheDesk, anActivityLoggedAfterItsEndIsMarkedSo) {
    const Id late = fresh();
    auto change = volunteer.activity(late, "昨天的活动");
    HandPhone::write(change, "activity", "plan_start", std::int64_t{kMorning - 7'200'000});
    HandPhone::write(change, "activity", "plan_end", std::int64_t{kMorning - 3'600'000});
    ASSERT_EQ(volunteer.tell(change).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(shown("activity", centre.row("activity", late), "backfilled"),
              Value(std::int64_t{1}));
    EXPECT_EQ(shown("activity", centre.row("activity", row), "backfilled"), Value{});
}

TEST_F(AdmissionAtTheDesk, whatWasNotTakenIsKeptWithItsEnvelope) {
    expectRefused(volunteer.tell(HandPhone::edit("activity", row, {{"title", "补录的活动"}})),
                  "limit");
    auto write = must(centre.central->begin());
    EXPECT_FALSE(must(write->envelope(volunteer.id(), volunteer.lastSeq))->envelope.empty());
    EXPECT_TRUE(must(write->envelope(volunteer.id(), 1))->envelope.empty()) << "the log has it";
}

TEST_F(AdmissionAtTheDesk, whoAcceptsMayHimselfWriteWhatIsAsked) {
    HandPhone leader{centre, "team_leader", kLinjiang, "队长"};
    HandPhone head{centre, "station_head", kLinjiang, "站长"};
    submitAndApprove();
    ASSERT_TRUE(
        leader.tell(HandPhone::edit("activity", row, {{"needs_insurance", std::int64_t{1}}}))
            .proposed());
    auto accepts = HandPhone::change("activity", row, wire::VERB_ANSWER);
    accepts.set_proposal(changeId(leader.id(), leader.lastSeq, 0).bytes());
    accepts.set_answer(wire::ANSWER_ACCEPT);
    expectRefused(head.tell(accepts), "role");
    EXPECT_EQ(clerk.tell(accepts).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(shown("activity", centre.row("activity", row), "needs_insurance"),
              Value(std::int64_t{1}));
}

}  // namespace
}  // namespace xiangji::syncd::test
