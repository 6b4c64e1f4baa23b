// P9: a history changed by hand is found, and the place is named.
#include "core/store/connection.hpp"
#include "syncd/central/log_chain.hpp"
#include "syncd/merge/restoring/new_life.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct Audit : ::testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "volunteer", kLinjiang, "李明"};
    HandPhone wang{centre, "tutor", kLinjiang, "王芳"};
    Id row = Id::uuid7(kMorning, centre.random);
    Id other = Id::uuid7(kMorning, centre.random);
    Lsn made = 0;    ///< LSN of the row's insert
    Lsn edited = 0;  ///< of its edit

    void SetUp() override {
        made = li.tell(li.activity(row, "防溺水宣讲")).lsn();
        wang.tell(wang.activity(other, "科普宣传"));
        edited = wang.tell(HandPhone::edit("activity", row, {{"place", "祠堂"}})).lsn();
        li.tell(HandPhone::edit("activity", row, {{"place", "村口"}}));
        li.tell(HandPhone::voiding("activity", other, "重复"));
    }
    AuditReport audit(const std::optional<LogHead>& outside = {}) {
        return must(centre.desk->audit(outside));
    }
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
    /// All hashes from a line on made anew, as somebody would who knows how they are made.
    void rehashFrom(Lsn lsn) {
        std::vector<LogLine> lines;
        auto snapshot = must(centre.central->snapshot());
        ASSERT_TRUE(snapshot->lines([&](const LogLine& line) {
            lines.push_back(line);
            return true;
        }));
        snapshot.reset();
        Bytes before;
        std::string statements;
        for (auto& line : lines) {
            if (line.lsn >= lsn) {
                line.hash = chainHash(before, line);
                statements += "UPDATE _log SET hash = x'" + toHex(line.hash) +
                              "' WHERE lsn = " + std::to_string(line.lsn) + ";";
            }
            before = line.hash;
        }
        byHand(statements);
    }
    void expectFirst(const AuditReport& report, Lsn lsn) {
        ASSERT_FALSE(report.findings.empty());
        EXPECT_EQ(report.findings.front().lsn, lsn) << report.findings.front().what;
    }
};

TEST_F(Audit, aHistoryNobodyTouchedIsWhole) {
    const auto report = audit();
    for (const auto& finding : report.findings) {
        ADD_FAILURE() << finding.lsn << " " << finding.type << " " << finding.what;
    }
    EXPECT_EQ(report.lines, must(centre.central->headNow()).lsn);
    EXPECT_GT(report.rows, 20U);
    EXPECT_GT(report.receipts, 5U);
    EXPECT_EQ(report.unreplayable, 0U);
    EXPECT_TRUE(audit(must(centre.central->headNow())).findings.empty());
}

TEST_F(Audit, aChangedLineIsNamed) {
    byHand("UPDATE _log SET author = zeroblob(16) WHERE lsn = " + std::to_string(edited));
    const auto report = audit();
    expectFirst(report, edited);
    EXPECT_EQ(report.findings.front().row, row);
    EXPECT_EQ(report.findings.front().type, "activity");
}

TEST_F(Audit, whatALineHadSeenIsPartOfIt) {
    wire::Change change;
    auto snapshot = must(centre.central->snapshot());
    const auto line = must(snapshot->line(edited));
    ASSERT_TRUE(line && change.ParseFromString(line->change));
    snapshot.reset();
    ASSERT_TRUE(change.has_seen_lsn());
    change.set_seen_lsn(change.seen_lsn() + 1);
    byHand("UPDATE _log SET change = x'" + toHex(change.SerializeAsString()) +
           "' WHERE lsn = " + std::to_string(edited));
    expectFirst(audit(), edited);
}

TEST_F(Audit, aLineThatHidesTheOneBeforeItIsNamed) {
    byHand("UPDATE _log SET before_lsn = 0 WHERE lsn = " + std::to_string(edited));
    const auto report = audit();
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings[0].lsn, edited);
    EXPECT_EQ(report.findings[0].row, row);
    const auto type = Catalogue::builtIn().find("activity")->number;
    EXPECT_EQ(must(centre.central->history(type, row)).size(), 2U) << "what it hides";
}

TEST_F(Audit, aRemovedLineIsNamed) {
    byHand("DELETE FROM _log WHERE lsn = " + std::to_string(edited));
    expectFirst(audit(), edited);
}

TEST_F(Audit, aRemovedEndIsNamed) {
    const auto head = must(centre.central->headNow()).lsn;
    byHand("DELETE FROM _log WHERE lsn = " + std::to_string(head));
    expectFirst(audit(), head);
}

TEST_F(Audit, swappedLinesAreNamed) {
    byHand("UPDATE _log SET lsn = -1 WHERE lsn = " + std::to_string(made) +
           "; UPDATE _log SET lsn = " + std::to_string(made) +
           " WHERE lsn = " + std::to_string(edited) +
           "; UPDATE _log SET lsn = " + std::to_string(edited) + " WHERE lsn = -1");
    expectFirst(audit(), made);
}

TEST_F(Audit, anInsertedLineIsNamed) {
    const auto head = must(centre.central->headNow()).lsn;
    byHand(
        "INSERT INTO _log SELECT lsn + 1, unit, type, row, device, seq + 1, effective, device_hlc, "
        "author, received_ms, last_ms, change, verdict, hash, origin_epoch, origin_lsn, before_lsn "
        "FROM "
        "_log WHERE lsn = " +
        std::to_string(head));
    rehashFrom(head + 1);
    expectFirst(audit(), head + 1);
}

TEST_F(Audit, aLineChangedWithAllHashesMadeAnewIsStillFoundByTheReceipts) {
    byHand("UPDATE _log SET received_ms = received_ms + 1 WHERE lsn = " + std::to_string(edited));
    rehashFrom(edited);
    const auto report = audit();
    expectFirst(report, edited);
    EXPECT_NE(report.findings.front().what.find("receipts"), std::string::npos);
}

TEST_F(Audit, aHeadWrittenDownElsewhereFindsWhatEvenTheReceiptsWereMadeAnewFor) {
    auto head = must(centre.central->headNow());
    head.hash[0] = static_cast<char>(head.hash[0] ^ 1);
    expectFirst(audit(head), head.lsn);
    head.lsn += 7;
    expectFirst(audit(head), head.lsn);
}

TEST_F(Audit, aRowThatShowsSomethingElseIsNamed) {
    byHand("UPDATE activity SET place = '别处' WHERE id = x'" + toHex(row.bytes()) + "'");
    const auto report = audit();
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings[0].row, row);
    EXPECT_NE(report.findings[0].what.find("place"), std::string::npos);
}

TEST_F(Audit, aRowRemovedOrAddedByHandIsNamed) {
    byHand("DELETE FROM activity WHERE id = x'" + toHex(row.bytes()) + "'");
    auto report = audit();
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings[0].row, row);
    byHand("INSERT INTO activity (id, title) VALUES (x'" + toHex(Bytes(16, 'n')) +
           "', '没有来源')");
    report = audit();
    ASSERT_EQ(report.findings.size(), 2U);
    EXPECT_EQ(report.findings[1].row, *Id::fromBytes(Bytes(16, 'n')));
}

TEST_F(Audit, aChangedReceiptIsNamed) {
    byHand("UPDATE _envelope SET receipt = zeroblob(40) WHERE seq = 2 AND device = x'" +
           toHex(li.id().bytes()) + "'");
    const auto report = audit();
    ASSERT_FALSE(report.findings.empty());
    EXPECT_NE(report.findings.back().what.find(li.id().text()), std::string::npos);
}

TEST_F(Audit, aRestoredCentreWhosePhonesCameBackIsWholeToo) {
    const auto copy = centre.folder.path() / "copy.db";
    ASSERT_TRUE(centre.central->copyTo(copy));
    const Id later = Id::uuid7(kMorning, centre.random);
    const auto insert = wang.envelope({wang.activity(later, "后来的")});
    const auto first = wang.push({insert}).receipts().receipts(0);
    const auto edit = li.envelope({HandPhone::edit("activity", later, {{"place", "村口"}})});
    const auto second = li.push({edit}).receipts().receipts(0);
    centre.desk.reset();
    centre.central.reset();
    std::filesystem::copy_file(copy, centre.folder.path() / "central.db",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(centre.folder.path() / "central.db-wal");
    centre.central =
        must(openSqliteCentral(centre.folder.path() / "central.db", Catalogue::builtIn()));
    const auto epoch = must(startNewLife(centre.seats()));
    centre.desk = must(Desk::open(centre.seats()));
    const auto resupply = [&](HandPhone& phone, const wire::Envelope& envelope,
                              const wire::Receipt& receipt) {
        phone.reconnect();
        ASSERT_TRUE(phone.hello().has_welcome());
        wire::Request request;
        *request.mutable_push()->add_envelopes() = envelope;
        *request.mutable_push()->add_receipts() = receipt;
        const auto answer = phone.receipt(centre.ask(phone.caller, request));
        EXPECT_EQ(answer.epoch(), epoch.id.bytes());
        EXPECT_EQ(answer.first_lsns_size(), 1);
        EXPECT_EQ(answer.effective_hlc(),
                  must(openedReceipt(receipt, centre.key.publicKey())).effective_hlc());
    };
    resupply(li, edit, second);  // before the row's maker
    EXPECT_TRUE(audit().findings.empty());
    resupply(wang, insert, first);
    EXPECT_EQ(textOf(shown("activity", centre.row("activity", later), "place")), "村口");
    for (const auto& finding : audit().findings) {
        ADD_FAILURE() << finding.lsn << " " << finding.type << " " << finding.what;
    }
    byHand("UPDATE _epoch SET fork_lsn = fork_lsn - 1 WHERE fork_lsn > 0");
    EXPECT_FALSE(audit().findings.empty());
}

TEST_F(Audit, aReceiptThatIsNotOursCountsForNothingAndTheEnvelopeIsDecidedAnew) {
    const auto copy = centre.folder.path() / "copy.db";
    const auto refusedRow = Id::uuid7(kMorning, centre.random);
    const auto envelope = li.envelope({li.activity(refusedRow, "短")});
    auto receipt = li.push({envelope}).receipts().receipts(0);
    wire::ReceiptBody body = must(openedReceipt(receipt, centre.key.publicKey()));
    ASSERT_EQ(body.changes(0).verdict(), wire::VERDICT_REFUSED);
    // Says that it was taken, signed by the phone itself.
    body.mutable_changes(0)->set_verdict(wire::VERDICT_TAKEN);
    receipt = signedReceipt(body, li.key);
    byHand("DELETE FROM _envelope WHERE seq = 4 AND device = x'" + toHex(li.id().bytes()) +
           "'; UPDATE _device SET last_seq = 3, last_hash = (SELECT hash FROM _envelope AS e WHERE "
           "e.device = _device.id AND seq = 3) WHERE id = x'" +
           toHex(li.id().bytes()) + "'");
    centre.desk.reset();
    (void)must(startNewLife(centre.seats()));
    centre.desk = must(Desk::open(centre.seats()));
    li.reconnect();
    ASSERT_TRUE(li.hello().has_welcome());
    wire::Request request;
    *request.mutable_push()->add_envelopes() = envelope;
    *request.mutable_push()->add_receipts() = receipt;
    const auto answer = li.receipt(centre.ask(li.caller, request));
    EXPECT_EQ(answer.changes(0).verdict(), wire::VERDICT_REFUSED);
    EXPECT_EQ(answer.changes(0).reason(), "limit");
    EXPECT_TRUE(centre.row("activity", refusedRow).fields.empty());
    (void)copy;
}

}  // namespace
}  // namespace xiangji::syncd::test
