// An order to erase a person: nothing of them in any file of centre and phones after next contact.
#include "tests/unit/client/erasing_town.hpp"

namespace xiangji::test {

namespace {

struct Erasing : ErasingTown {};

}  // namespace

TEST_F(Erasing, leavesNothingInAnyFileAfterNextContact) {
    const Id id = add();
    restAll();
    // Every place that may keep a value: history, a conflict, sent envelopes, a draft, a void.
    tutor->edit("child", id, {{"alias", kOtherAlias}});
    clerk->edit("child", id, {{"alias", "金丝雀小名三"}});
    restAll();
    ASSERT_TRUE(
        (*tutor)->saveDraft("child/" + id.text(), std::string("{\"alias\":\"") + kAlias + "\"}"));
    ASSERT_NE(filesWith(kSealed), std::vector<std::string>{})
        << "the search itself can find things";
    ASSERT_EQ((*tutor)->conflicts()->size(), 1U);

    const auto view = erase(child(), id);
    EXPECT_TRUE(view.scrubbed);
    EXPECT_GE(view.lines, 3U);
    restAll();
    expectNowhere({"金丝雀", kSealed});
    EXPECT_EQ((*tutor)->conflicts()->size(), 0U);
    for (auto* phone : phones) {
        const auto row = (*phone)->row(child(), id);
        ASSERT_TRUE(row) << "a hidden place stays";
        EXPECT_TRUE(row->voided);
        EXPECT_EQ(aliasOn(*phone, id), "");
        EXPECT_NE(phone->text("child", id, "void_reason").find("已按要求删除（王芳"),
                  std::string::npos);
        EXPECT_EQ((*phone)->list(child(), {})->size(), 0U);
    }
    const auto report = audit();
    EXPECT_TRUE(report.findings.empty()) << report.findings.front().what;
    EXPECT_EQ(report.erased, view.lines);
}

TEST_F(Erasing, aPersonsNameIsGoneFromInvitationsToo) {
    auto volunteer = town.phone(kVolunteer, "volunteer");
    phones.push_back(volunteer.get());
    volunteer->add("activity", kLesson);
    rest({volunteer.get(), clerk.get()});
    const Id id = (*volunteer)->me().person;
    ASSERT_NE(filesWith(kVolunteer), std::vector<std::string>{});
    erase(person(), id);
    rest({volunteer.get(), tutor.get(), reader.get(), clerk.get()});
    expectNowhere({kVolunteer});
    EXPECT_EQ((*clerk)->list(activity(), {})->size(), 1U) << "what they did stays";
    EXPECT_TRUE(audit().findings.empty());
}

TEST_F(Erasing, anUnsentEditNeitherBringsItBackNorStopsTheOutbox) {
    const Id id = add();
    restAll();
    clerk->links.offline = true;
    clerk->edit("child", id, {{"alias", "金丝雀后来"}});
    const Id later = clerk->add("activity", kLesson);
    erase(child(), id);
    tutor->sync();
    clerk->links.offline = false;
    clerk->sync();
    EXPECT_EQ((*clerk)->status()->unsent, 0U);
    rest({tutor.get(), clerk.get(), reader.get()});
    EXPECT_TRUE((*tutor)->row(activity(), later)) << "what stood behind it came through";
    EXPECT_EQ(aliasOn(*tutor, id), "");
    EXPECT_EQ(aliasOn(*clerk, id), "");
    expectNowhere({"金丝雀", kSealed});
    EXPECT_TRUE(audit().findings.empty());
}

TEST_F(Erasing, anEditMadeBetweenPushAndPullGoesAtTheContactAfter) {
    const Id id = add();
    restAll();
    clerk->links.offline = true;
    clerk->edit("child", id, {{"alias", "金丝雀后来"}});
    erase(child(), id);
    clerk->links.offline = false;
    clerk->sync();
    clerk->sync();
    tutor->sync();
    reader->sync();
    expectNowhere({"金丝雀", kSealed});
}

TEST_F(Erasing, aRestoredOlderDatabaseIsErasedAgain) {
    const Id id = add();
    restAll();
    const auto backup = town.backup("night");
    erase(child(), id);
    tutor->sync();
    ASSERT_NE(filesWith(kSealed), std::vector<std::string>{}) << "the backup has it";
    town.restore(backup, {tutor.get(), reader.get(), clerk.get()});
    std::filesystem::remove_all(backup);
    restAll();
    restAll();
    expectNowhere({kAlias, kRealName, kSealed});
    EXPECT_EQ(aliasOn(*clerk, id), "");
    EXPECT_TRUE(town.desk->recovery()->empty());
    EXPECT_TRUE(audit().findings.empty());
}

TEST_F(Erasing, whatPhonesGiveBackOfARowMadeAfterTheBackupIsNotTaken) {
    const auto backup = town.backup("night");
    const Id id = add();
    restAll();
    erase(child(), id);
    // Only the centre knows so far: every phone still has the row and its sent envelopes.
    town.restore(backup, {tutor.get(), reader.get(), clerk.get()});
    restAll();
    restAll();
    expectNowhere({kAlias, kRealName, kSealed});
    EXPECT_EQ(aliasOn(*clerk, id), "");
    EXPECT_TRUE(town.desk->recovery()->empty());
    EXPECT_TRUE(audit().findings.empty());
}

TEST_F(Erasing, anOrderThatCannotBeKeptOutsideTheDatabaseChangesNothing) {
    const Id id = add();
    restAll();
    town.erasures.full = true;
    EXPECT_EQ(town.desk->erase("child", id, "王芳", "书面要求").error().fault, Fault::diskFull);
    restAll();
    EXPECT_EQ(clerk->text("child", id, "alias"), kAlias);
    EXPECT_TRUE(town.desk->accessBook()->lines.empty());
}

TEST_F(Erasing, rowsAboutNobodyAreNotErased) {
    const Id id = tutor->add("activity", kLesson);
    tutor->sync();
    EXPECT_EQ(town.desk->erase("activity", id, "王芳", "x").error().fault, Fault::refused);
    EXPECT_EQ(town.desk->erase("child", id, "王芳", "x").error().fault, Fault::notFound);
}

TEST_F(Erasing, theOrderStandsInTheAccessBookWithItsReason) {
    const Id id = add();
    tutor->sync();
    EXPECT_FALSE(town.desk->erase("child", id, "王芳", "")) << "why must be said";
    erase(child(), id);
    const auto book = *town.desk->accessBook();
    ASSERT_EQ(book.lines.size(), 1U);
    EXPECT_EQ(book.lines[0].entry.act, "erased");
    EXPECT_EQ(book.lines[0].entry.who, "王芳");
    EXPECT_EQ(book.lines[0].entry.reason, "监护人书面要求");
}

TEST_F(Erasing, aSecondOrderFindsNothingMore) {
    const Id id = add();
    tutor->sync();
    EXPECT_NE(erase(child(), id).lsn, 0U);
    const auto again = erase(child(), id);
    EXPECT_TRUE(again.before);
    EXPECT_EQ(again.lsn, 0U);
    EXPECT_TRUE(audit().findings.empty());
}

}  // namespace xiangji::test
