// Life after a disaster: a centre put back from a backup, and what phones make of it.
#include <gtest/gtest.h>

#include "core/store/connection.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

struct Restore : testing::Test {
    Township township;
    std::unique_ptr<Phone> li = township.phone("李明", "volunteer");
    std::unique_ptr<Phone> chen = township.phone("陈静", "volunteer");

    std::vector<syncd::LogLine> history(const Id& id) {
        return *township.central->history(activity().number, id);
    }
    std::vector<syncd::RecoveryView> proposals() { return *township.desk->recovery(); }
    Id deviceOf(const std::string& person) {
        const auto status = *township.desk->status();
        for (const auto& one : status.devices) {
            if (one.personName == person) {
                return one.device;
            }
        }
        return {};
    }
    bool hasRow(Phone& phone, const Id& id) { return bool(phone->row(activity(), id)); }
    /// Whatever a phone keeps in its own file.
    static void inFile(Phone& phone, const std::string& statement) {
        phone.client.reset();
        phone.file()->execute(statement);
        phone.restart();
    }
};

TEST_F(Restore, phonesGiveBackWhatTheCentreLostWithVerdictAndStampAsTheyWere) {
    const Id before = li->add("activity", kLesson);
    li->sync();
    const auto backup = township.backup("night");
    const Id after = li->add("activity", kLesson);
    township.clock.advance(60'000);
    li->edit("activity", before, {{"place", "祠堂"}});
    li->sync();
    chen->sync();
    const auto lost = history(after);
    ASSERT_EQ(lost.size(), 1U);
    township.clock.advance(3'600'000);

    township.restore(backup, {li.get(), chen.get()});
    ASSERT_TRUE(history(after).empty());
    li->sync();
    chen->sync();
    const auto again = history(after);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].effective, lost[0].effective);
    EXPECT_EQ(again[0].receivedMs, lost[0].receivedMs);
    EXPECT_EQ(again[0].verdict, lost[0].verdict);
    ASSERT_TRUE(again[0].origin);
    EXPECT_EQ(again[0].origin->lsn, lost[0].lsn);
    EXPECT_EQ(li->everything("activity"), chen->everything("activity"));
    EXPECT_EQ(chen->text("activity", before, "place"), "祠堂");
    EXPECT_EQ((*li)->status()->unsent, 0U);
    EXPECT_EQ((*li)->status()->conflicts, 0U);
    EXPECT_TRUE(proposals().empty());
    EXPECT_EQ(history(after).size(), 1U) << "once";
    li->sync();
    EXPECT_EQ(history(after).size(), 1U);
}

TEST_F(Restore, whatOnlyAnotherPhoneHadPulledComesBackAsAProposalAndOnlyIfAccepted) {
    const Id old = li->add("activity", kLesson);
    li->sync();
    chen->sync();
    const auto backup = township.backup("night");
    const Id lost = li->add("activity", kLesson);
    li->edit("activity", old, {{"place", "祠堂"}});
    li->sync();
    chen->sync();
    township.restore(backup, {chen.get()});
    chen->sync();
    EXPECT_FALSE(hasRow(*chen, lost)) << "as at the centre";
    EXPECT_EQ(chen->text("activity", old, "place"), "村口池塘边");
    ASSERT_EQ(proposals().size(), 2U);
    const auto made = proposals();
    const auto whole =
        std::find_if(made.begin(), made.end(), [&](const auto& one) { return one.row == lost; });
    const auto edited =
        std::find_if(made.begin(), made.end(), [&](const auto& one) { return one.row == old; });
    ASSERT_TRUE(whole != made.end() && edited != made.end());
    EXPECT_FALSE(whole->there);
    EXPECT_EQ(whole->title, "暑期防溺水宣讲");
    EXPECT_EQ(whole->personName, "陈静");
    ASSERT_EQ(edited->cells.size(), 1U);
    EXPECT_EQ(edited->cells[0].field, "place");
    EXPECT_EQ(edited->cells[0].proposed, Value(std::string("祠堂")));

    ASSERT_TRUE(township.desk->acceptRecovery({whole->id}));
    ASSERT_TRUE(township.desk->dismissRecovery({edited->id}));
    EXPECT_TRUE(proposals().empty());
    chen->sync();
    ASSERT_TRUE(hasRow(*chen, lost));
    EXPECT_EQ(chen->text("activity", lost, "place"), "村口池塘边");
    EXPECT_EQ(chen->text("activity", old, "place"), "村口池塘边");
    EXPECT_FALSE(township.desk->acceptRecovery({whole->id})) << "it is gone";
    // Its author comes back later and has it too: nothing is doubled, nothing contradicts.
    li->links.moveTo(*township.desk);
    li->sync();
    chen->sync();
    EXPECT_EQ(li->everything("activity"), chen->everything("activity"));
}

TEST_F(Restore, aProposalThatItsAuthorBringsBackIsNoneAnyMore) {
    const auto backup = township.backup("night");
    const Id lost = li->add("activity", kLesson);
    li->sync();
    chen->sync();
    township.restore(backup, {li.get(), chen.get()});
    chen->sync();
    EXPECT_EQ(proposals().size(), 1U);
    li->sync();
    EXPECT_TRUE(proposals().empty());
    chen->sync();
    EXPECT_TRUE(hasRow(*chen, lost));
}

TEST_F(Restore, aPhoneThatJoinedAfterTheBackupIsKnownAgainByItsCertificate) {
    const auto backup = township.backup("night");
    auto late = township.phone("新来的", "volunteer");
    const Id made = late->add("activity", kLesson);
    late->sync();
    const Id unsent = late->add("activity", kLesson);
    const auto person = (*late)->me().personName;
    township.restore(backup, {late.get(), chen.get()});
    late->sync();
    chen->sync();
    EXPECT_TRUE(hasRow(*chen, made));
    EXPECT_TRUE(hasRow(*chen, unsent));
    EXPECT_EQ((*late)->me().personName, person);
    EXPECT_EQ((*late)->status()->refused, 0U);
    ASSERT_EQ(township.desk->status()->devices.size(), 3U);
}

TEST_F(Restore, aPhoneWaitingForTheOfficeStillWaitsAfterwards) {
    const auto backup = township.backup("night");
    auto late = township.phone("新来的", "volunteer", "360982100", 5);
    const Id made = late->add("activity", kLesson);
    late->sync();
    EXPECT_EQ((*late)->status()->held, 1U);
    township.restore(backup, {late.get(), chen.get()});
    late->sync();
    EXPECT_TRUE((*late)->me().pending);
    EXPECT_EQ((*late)->status()->held, 1U);
    ASSERT_TRUE(township.desk->confirm(deviceOf("新来的")));
    late->sync();
    chen->sync();
    EXPECT_EQ((*late)->status()->held, 0U);
    EXPECT_TRUE(hasRow(*chen, made));
}

TEST_F(Restore, nobodyRevokedComesBack) {
    const auto backup = township.backup("night");
    auto late = township.phone("新来的", "volunteer");
    const Id taken = late->add("activity", kLesson);
    late->sync();
    for (const char* name : {"李明", "新来的"}) {
        const auto out = township.desk->revoke(deviceOf(name));
        ASSERT_TRUE(out) << out.error().detail;
    }
    const Id stolen = li->add("activity", kLesson);
    const Id later = late->add("activity", kLesson);

    township.restore(backup, {li.get(), chen.get(), late.get()});
    for (auto* phone : {li.get(), late.get()}) {
        const auto report = (*phone)->sync(nullptr);
        EXPECT_EQ(report.end, SyncEnd::refused) << report.words;
    }
    chen->sync();
    EXPECT_FALSE(hasRow(*chen, stolen));
    EXPECT_FALSE(hasRow(*chen, later));
    EXPECT_TRUE(hasRow(*chen, taken)) << "what it had delivered while in service";
    const auto status = *township.desk->status();
    for (const auto& one : status.devices) {
        EXPECT_EQ(one.state, one.personName == "陈静" ? "active" : "revoked") << one.personName;
    }
    EXPECT_EQ(status.quarantined, 2U);
}

TEST_F(Restore, twoRestoresOfOneBackupLoseNothingEither) {
    const auto backup = township.backup("night");
    const Id first = li->add("activity", kLesson);
    li->sync();
    township.clock.advance(60'000);
    township.restore(backup, {li.get(), chen.get()});
    li->sync();
    const Id second = li->add("activity", kLesson);
    li->sync();
    chen->sync();
    township.clock.advance(60'000);
    township.restore(backup, {li.get(), chen.get()});
    const Id third = li->add("activity", kLesson);
    li->sync();
    chen->sync();
    for (const Id& id : {first, second, third}) {
        EXPECT_TRUE(hasRow(*chen, id));
        EXPECT_EQ(history(id).size(), 1U);
    }
    EXPECT_TRUE(proposals().empty());
    EXPECT_EQ(li->everything("activity"), chen->everything("activity"));
    EXPECT_EQ(township.central->epochs()->size(), 3U) << "the second life was told by the phones";
}

TEST_F(Restore, anOldCopyPutBackWithoutANewLifeIsRefusedAndNothingIsLost) {
    const auto backup = township.backup("night");
    const Id made = li->add("activity", kLesson);
    li->sync();
    township.putBack(backup, {li.get(), chen.get()});
    const Id unsent = li->add("activity", kLesson);
    const auto report = (*li)->sync(nullptr);
    EXPECT_EQ(report.end, SyncEnd::refused);
    EXPECT_NE(report.words.find("history"), std::string::npos) << report.words;
    EXPECT_EQ((*li)->status()->unsent, 1U);
    EXPECT_TRUE(hasRow(*li, made));
    // Done properly, all is well.
    township.restore(backup, {li.get(), chen.get()});
    li->sync();
    chen->sync();
    EXPECT_TRUE(hasRow(*chen, made));
    EXPECT_TRUE(hasRow(*chen, unsent));
}

TEST_F(Restore, aLogChangedByHandIsRefused) {
    li->add("activity", kLesson);
    li->sync();
    township.desk.reset();
    {
        auto sql = Connection::open(township.folder.path() / "central.db", Connection::Mode::write);
        ASSERT_TRUE(sql);
        (*sql)->execute(
            "UPDATE _log SET hash = zeroblob(32) WHERE lsn = (SELECT max(lsn) FROM _log)");
    }
    township.restart({li.get()});
    EXPECT_EQ((*li)->sync(nullptr).end, SyncEnd::refused);
}

TEST_F(Restore, whatThePhoneNoLongerKeepsIsASignedGapAndTheRestGetsIn) {
    const auto backup = township.backup("night");
    const Id gone = li->add("activity", kLesson);
    li->add("activity", kLesson);
    const Id kept = li->add("activity", kLesson);
    li->sync();
    inFile(*li, "DELETE FROM _sent WHERE seq <= 2");
    const Id fresh = li->add("activity", kLesson);
    township.restore(backup, {li.get(), chen.get()});
    li->sync();
    chen->sync();
    EXPECT_TRUE(hasRow(*chen, kept));
    EXPECT_TRUE(hasRow(*chen, fresh));
    EXPECT_TRUE(history(gone).empty());
    EXPECT_EQ(township.desk->status()->quarantined, 1U) << "the gap is there for the office to see";
    EXPECT_EQ((*li)->status()->unsent, 0U);
}

TEST_F(Restore, aPhoneThatKeepsNothingAtAllStillGetsItsNewOnesIn) {
    const auto backup = township.backup("night");
    li->add("activity", kLesson);
    li->sync();
    inFile(*li, "DELETE FROM _sent");
    township.restore(backup, {li.get(), chen.get()});
    const Id fresh = li->add("activity", kLesson);
    li->sync();
    chen->sync();
    EXPECT_TRUE(hasRow(*chen, fresh));
}

TEST_F(Restore, stepsComeBackInTheirOwnOrderWhoeverComesFirst) {
    const Id id = li->add("activity", kLesson);
    rest({li.get(), chen.get()});
    const auto backup = township.backup("night");
    ASSERT_TRUE((*li)->write({Act{.type = &activity(), .id = id, .action = "start"}}));
    rest({li.get(), chen.get()});
    ASSERT_TRUE((*chen)->write({Act{.type = &activity(), .id = id, .action = "end"}}));
    rest({chen.get(), li.get()});
    const auto state = li->text("activity", id, "status");
    township.restore(backup, {li.get(), chen.get()});
    chen->sync();
    li->sync();
    rest({li.get(), chen.get()});
    EXPECT_EQ(li->text("activity", id, "status"), state);
    EXPECT_EQ(chen->text("activity", id, "status"), state);
}

TEST_F(Restore, anEditOfARowWhoseMakerIsNotBackYetTakesEffectWhenItIs) {
    const auto backup = township.backup("night");
    const Id id = li->add("activity", kLesson);
    rest({li.get(), chen.get()});
    township.clock.advance(1'000);
    chen->edit("activity", id, {{"place", "祠堂"}});
    rest({chen.get(), li.get()});
    township.restore(backup, {li.get(), chen.get()});
    chen->sync();
    EXPECT_FALSE(hasRow(*chen, id));
    li->sync();
    chen->sync();
    EXPECT_EQ(chen->text("activity", id, "place"), "祠堂");
    EXPECT_EQ(chen->text("activity", id, "title"), "暑期防溺水宣讲");
    EXPECT_EQ(li->everything("activity"), chen->everything("activity"));
}

TEST_F(Restore, aSyncCutAnywhereAfterARestoreLosesAndDoublesNothing) {
    const auto backup = township.backup("night");
    std::vector<Id> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(li->add("activity", kLesson));
        li->sync();
    }
    chen->sync();
    ids.push_back(li->add("activity", kLesson));
    township.restore(backup, {li.get(), chen.get()});
    for (int cut = 0; cut < 8; ++cut) {
        for (auto* phone : {li.get(), chen.get()}) {
            phone->links.cutReplyAfter = cut;
            (void)(*phone)->sync(nullptr);
            phone->links.cutReplyAfter.reset();
            phone->restart();
        }
    }
    rest({li.get(), chen.get()});
    for (const Id& id : ids) {
        EXPECT_EQ(history(id).size(), 1U);
    }
    EXPECT_EQ(li->everything("activity"), chen->everything("activity"));
    EXPECT_EQ((*li)->list(activity(), {})->size(), ids.size());
}

}  // namespace
}  // namespace xiangji::test
