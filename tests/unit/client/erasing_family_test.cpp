// One order for one person: what else goes with a child or a volunteer, what stays and counts, and
// what comes later.
#include <map>

#include "tests/unit/client/erasing_town.hpp"

namespace xiangji::test {

namespace {

constexpr const char* kMother = "金丝雀妈妈";

using Reached = std::map<std::pair<std::string, bool>, std::uint64_t>;

Reached reachedBy(const syncd::ErasureView& view) {
    Reached reached;
    for (const auto& one : view.reached) {
        reached[{one.type, one.emptied}] += one.rows;
    }
    return reached;
}

/// A child with all that hangs by it, and a sister of the same mother.
struct ErasingFamily : ErasingTown {
    Id lesson;
    Id session;
    Id mother;
    Id kid;
    Id consent;
    Id call;
    Id line;

    void SetUp() override {
        lesson = tutor->add("activity", kLesson);
        session = tutor->add("tutoring_session", {{"activity", lesson.text()}, {"topic", "分数"}});
        mother = tutor->add("guardian", {{"guardian_name", kMother}, {"phone", "金丝雀电话"}});
        kid = tutor->add(
            "child", {{"alias", kAlias}, {"real_name", kRealName}, {"guardian", mother.text()}});
        consent = tutor->add("guardian_consent", {{"child", kid.text()},
                                                  {"guardian", mother.text()},
                                                  {"guardian_name", kMother},
                                                  {"method", "call_back"},
                                                  {"scope", "attend"}});
        call = tutor->add("family_call",
                          {{"activity", lesson.text()}, {"child", kid.text()}, {"minutes", "12"}});
        line = tutor->add("pupil_line", {{"tutoring_session", session.text()},
                                         {"child", kid.text()},
                                         {"present", "present"},
                                         {"progress", "金丝雀进度"},
                                         {"picked_up_by", "金丝雀外婆"}});
        restAll();
    }
    Id sister() {
        const Id id = tutor->add("child", {{"alias", "小妹"}, {"guardian", mother.text()}});
        restAll();
        return id;
    }
    [[nodiscard]] syncd::ErasureView look(const Id& id) {
        return *town.desk->lookErasure("child", id);
    }
    static bool hidden(const Phone& phone, const char* type, const Id& id) {
        const auto row = phone->row(typeNamed(type), id);
        return !row || row->voided;
    }
    void expectSound() {
        const auto report = audit();
        EXPECT_TRUE(report.findings.empty()) << report.findings.front().what;
    }
};

}  // namespace

TEST_F(ErasingFamily, oneOrderReachesWhatHangsByTheChild) {
    const auto plan = look(kid);
    const Reached all{{{"guardian", false}, 1},
                      {{"guardian_consent", false}, 1},
                      {{"family_call", false}, 1},
                      {{"pupil_line", true}, 1}};
    EXPECT_EQ(reachedBy(plan), all);
    EXPECT_EQ(tutor->text("guardian", mother, "guardian_name"), kMother) << "looking is no order";

    const auto done = erase(child(), kid);
    EXPECT_EQ(reachedBy(done), all) << "what was done is what was shown";
    EXPECT_EQ(done.written, 5U);
    restAll();
    expectNowhere({"金丝雀"});
    for (auto* phone : phones) {
        EXPECT_TRUE(hidden(*phone, "guardian", mother));
        EXPECT_TRUE(hidden(*phone, "guardian_consent", consent));
        EXPECT_TRUE(hidden(*phone, "family_call", call));
    }
    EXPECT_EQ(tutor->text("pupil_line", line, "present"), "到") << "attendance still counts";
    EXPECT_FALSE(hidden(*tutor, "pupil_line", line));
    EXPECT_EQ(tutor->text("pupil_line", line, "progress"), "");
    expectSound();
}

TEST_F(ErasingFamily, aGuardianOfAnotherChildStaysUntilTheLastOne) {
    const Id other = sister();
    erase(child(), kid);
    restAll();
    EXPECT_EQ(tutor->text("guardian", mother, "guardian_name"), kMother);
    expectNowhere({kAlias, kRealName, "金丝雀进度"});
    EXPECT_EQ(reachedBy(look(other)), (Reached{{{"guardian", false}, 1}}));
    erase(child(), other);
    restAll();
    expectNowhere({"金丝雀", "小妹"});
    expectSound();
}

TEST_F(ErasingFamily, aGuardianOfBeforeGoesToo) {
    const Id father = tutor->add("guardian", {{"guardian_name", "金丝雀爸爸"}});
    tutor->edit("child", kid, {{"guardian", father.text()}});
    restAll();
    EXPECT_EQ(reachedBy(look(kid)).at({"guardian", false}), 2U);
    erase(child(), kid);
    restAll();
    expectNowhere({"金丝雀"});
    expectSound();
}

TEST_F(ErasingFamily, aSecondOrderFindsNothingMore) {
    erase(child(), kid);
    const auto again = erase(child(), kid);
    EXPECT_EQ(again.written, 0U);
    EXPECT_TRUE(again.before);
    EXPECT_TRUE(again.reached.empty());
    EXPECT_EQ(town.desk->erase("child", session, "王芳", "x").error().fault, Fault::notFound);
    expectSound();
}

TEST_F(ErasingFamily, anOlderDatabaseIsErasedAgainWithAllOfIt) {
    const auto backup = town.backup("night");
    const Id late = tutor->add(
        "guardian_consent",
        {{"child", kid.text()}, {"guardian_name", "金丝雀后来"}, {"method", "call_back"}});
    restAll();
    erase(child(), kid);
    // Nobody has heard of it yet: every phone gives back what it has.
    town.restore(backup, {tutor.get(), reader.get(), clerk.get()});
    std::filesystem::remove_all(backup);
    restAll();
    restAll();
    expectNowhere({"金丝雀"});
    EXPECT_TRUE(hidden(*clerk, "guardian_consent", late));
    EXPECT_EQ(tutor->text("pupil_line", line, "present"), "到");
    EXPECT_TRUE(town.desk->recovery()->empty());
    expectSound();
}

TEST_F(ErasingFamily, anOrderThatWasCutOffIsCarriedOutAtTheNextStart) {
    // The book had its first line, then the power went.
    ASSERT_TRUE(town.erasures.add({child().number, kid, town.clock.nowMs(), "王芳"}));
    town.restart({tutor.get(), reader.get(), clerk.get()});
    restAll();
    expectNowhere({"金丝雀"});
    EXPECT_EQ(town.erasures.all()->size(), 4U) << "child, guardian, consent, call";
    expectSound();
}

TEST_F(ErasingFamily, whatComesLaterIsNotTakenAndItsAuthorIsTold) {
    clerk->links.offline = true;
    const Id lateConsent = clerk->add(
        "guardian_consent",
        {{"child", kid.text()}, {"guardian_name", "金丝雀迟到"}, {"method", "call_back"}});
    clerk->edit("guardian", mother, {{"guardian_name", "金丝雀改名"}});
    clerk->edit("pupil_line", line, {{"feedback", "金丝雀反馈"}});
    const Id later = clerk->add("activity", kLesson);
    erase(child(), kid);
    tutor->sync();
    clerk->links.offline = false;
    const auto report = clerk->sync();
    restAll();
    EXPECT_EQ((*clerk)->status()->unsent, 0U);
    const auto erased = std::ranges::count_if(
        report.verdicts, [](const VerdictView& verdict) { return verdict.reason == "erased"; });
    EXPECT_GE(erased, 2);
    EXPECT_TRUE((*tutor)->row(activity(), later)) << "what stood behind it came through";
    EXPECT_TRUE(hidden(*tutor, "guardian_consent", lateConsent));
    ASSERT_TRUE(town.central->scrub());
    expectNowhere({"金丝雀"});
    expectSound();
}

TEST_F(ErasingFamily, aLateLineForTheChildIsCountedWithoutItsWords) {
    clerk->links.offline = true;
    const Id other =
        clerk->add("tutoring_session", {{"activity", lesson.text()}, {"topic", "作文"}});
    const Id late = clerk->add("pupil_line", {{"tutoring_session", other.text()},
                                              {"child", kid.text()},
                                              {"present", "late"},
                                              {"progress", "金丝雀作文"}});
    clerk->edit("pupil_line", late, {{"feedback", "金丝雀反馈"}});
    erase(child(), kid);
    clerk->links.offline = false;
    restAll();
    EXPECT_EQ(tutor->text("pupil_line", late, "present"), "迟到");
    EXPECT_EQ(clerk->text("pupil_line", late, "progress"), "");
    expectNowhere({"金丝雀"});
    expectSound();
}

TEST_F(ErasingFamily, aGuardianWrittenDownLaterForTheChildGoesUnlessAnotherNeedsThem) {
    const Id other = sister();
    clerk->links.offline = true;
    const Id aunt = clerk->add("guardian", {{"guardian_name", "金丝雀姨妈"}});
    clerk->edit("child", kid, {{"guardian", aunt.text()}});
    const Id uncle = clerk->add("guardian", {{"guardian_name", "舅舅"}});
    clerk->edit("child", kid, {{"guardian", uncle.text()}});
    clerk->edit("child", other, {{"guardian", uncle.text()}});
    erase(child(), kid);
    clerk->links.offline = false;
    restAll();
    EXPECT_TRUE(hidden(*tutor, "guardian", aunt));
    EXPECT_EQ(tutor->text("guardian", uncle, "guardian_name"), "舅舅");
    ASSERT_TRUE(town.central->scrub());
    expectNowhere({"金丝雀姨妈"});
    expectSound();
}

TEST_F(ErasingFamily, aStrangersGuardianIsNotBroughtDownByANamingEdit) {
    const Id aunt = clerk->add("guardian", {{"guardian_name", "姨妈"}});
    clerk->sync();
    tutor->links.offline = true;
    tutor->edit("child", kid, {{"guardian", aunt.text()}});
    erase(child(), kid);
    tutor->links.offline = false;
    restAll();
    EXPECT_EQ(clerk->text("guardian", aunt, "guardian_name"), "姨妈");
}

TEST_F(ErasingFamily, aVolunteersHoursStayWithoutWords) {
    const Id helper = clerk->add("person", {{"name", kVolunteer}});
    const Id signup = clerk->add("signup", {{"activity", lesson.text()},
                                            {"person", helper.text()},
                                            {"state", "accepted"},
                                            {"note", "金丝雀备注"}});
    const Id record = clerk->add("service_record", {{"person", helper.text()},
                                                    {"activity", lesson.text()},
                                                    {"service_date", "2026-06-19"},
                                                    {"quality", "5"},
                                                    {"comment", "金丝雀评语"}});
    const Id check = clerk->add("check_event", {{"activity", lesson.text()},
                                                {"person", helper.text()},
                                                {"kind", "in"},
                                                {"dev_ms", "1781827200000"},
                                                {"method", "self_gps"},
                                                {"lat", "280000007"},
                                                {"lng", "1150000007"}});
    restAll();
    const auto plan = *town.desk->lookErasure("person", helper);
    EXPECT_EQ(reachedBy(plan), (Reached{{{"signup", true}, 1},
                                        {{"service_record", true}, 1},
                                        {{"check_event", true}, 1}}));
    erase(person(), helper);
    restAll();
    expectNowhere({kVolunteer, "金丝雀备注", "金丝雀评语", "金丝雀又评"});
    for (const auto& [type, id] : std::vector<std::pair<const char*, Id>>{
             {"signup", signup}, {"service_record", record}, {"check_event", check}}) {
        EXPECT_FALSE(hidden(*clerk, type, id)) << type;
        EXPECT_EQ(clerk->text(type, id, "person"), helper.text()) << type;
    }
    EXPECT_EQ(clerk->text("service_record", record, "quality"), "5");
    EXPECT_EQ(clerk->text("check_event", check, "lat"), "");
    // The office goes on with what counts.
    ASSERT_TRUE((*clerk)->write(
        {Act{.type = &typeNamed("service_record"), .id = record, .action = "submit"}}));
    clerk->edit("service_record", record, {{"quality", "4"}, {"comment", "金丝雀又评"}});
    restAll();
    EXPECT_EQ(tutor->text("service_record", record, "status"), "pending");
    EXPECT_EQ(tutor->text("service_record", record, "quality"), "4");
    expectNowhere({kVolunteer, "金丝雀备注", "金丝雀评语", "金丝雀又评"});
    expectSound();
}

}  // namespace xiangji::test
