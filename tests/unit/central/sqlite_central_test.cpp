#include "syncd/central/sqlite/sqlite_central.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "core/store/connection.hpp"
#include "tests/unit/central/book.hpp"

namespace xiangji::syncd {
namespace {

using test::Book;
using test::kDevice;
using test::kPerson;
using test::kUnitA;
using test::kUnitB;
using test::must;
using test::number;
using test::typeOf;

TEST(SqliteCentral, theFeedHasEachRowOnceAtItsLastChange) {
    Book book;
    const Id one = Id::ofHash("1");
    const Id two = Id::ofHash("2");
    book.put("activity", one, Book::activity("第一稿", kUnitA));
    book.put("activity", two, Book::activity("别的", kUnitA));
    book.put("activity", one, Book::activity("第二稿", kUnitA));
    const auto page = book.feed({kUnitA});
    ASSERT_EQ(page.rows.size(), 2u);
    EXPECT_EQ(page.rows[0].id, two);
    EXPECT_EQ(page.rows[0].lsn, 2u);
    EXPECT_EQ(page.rows[1].id, one);
    EXPECT_EQ(page.rows[1].lsn, 3u);
    EXPECT_EQ(page.rows[1].state.fields.at(number("activity", "title")), Value("第二稿"));
    EXPECT_EQ(page.next, 3u);
    EXPECT_FALSE(page.more);
    EXPECT_EQ(book.feed({kUnitA}, 2).rows.size(), 1u);
    EXPECT_EQ(must(book.central->history(typeOf("activity").number, one)).size(), 2u);
}

TEST(SqliteCentral, theHistoryOfARowIsItsLinesInOrder) {
    Book book;
    const Id one = Id::ofHash("1");
    for (int i = 0; i < 3; ++i) {
        book.put("activity", one, Book::activity("稿" + std::to_string(i), kUnitA));
        book.put("activity", Id::ofHash("other"), Book::activity("别的", kUnitA));
    }
    const auto history = must(book.central->history(typeOf("activity").number, one));
    ASSERT_EQ(history.size(), 3u);
    EXPECT_EQ(history[0].lsn, 1u);
    EXPECT_EQ(history[1].before, 1u);
    EXPECT_EQ(history[2].lsn, 5u);
    EXPECT_TRUE(must(book.central->history(typeOf("activity").number, kUnitB)).empty());
    EXPECT_TRUE(must(book.central->history(9'999, one)).empty());
}

TEST(SqliteCentral, theFeedKeepsToItsScope) {
    Book book;
    book.put("unit", kUnitA, Book::unit("临江镇", {}));
    book.put("activity", Id::ofHash("1"), Book::activity("甲", kUnitA));
    book.put("activity", Id::ofHash("2"), Book::activity("乙", kUnitB));
    RowState homeless = Book::activity("无家", kUnitA);
    homeless.fields.erase(common::kHomeOrg);
    book.put("activity", Id::ofHash("3"), homeless);
    EXPECT_EQ(book.feed({}).rows.size(), 1u) << "units are everybody's";
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 2u);
    EXPECT_EQ(book.feed({kUnitA, kUnitB}).rows.size(), 3u);
    EXPECT_EQ(book.feed({Id{}}).rows.size(), 1u) << "a row without a home is nobody's";
    // Past the number of units that go by index, the feed itself is walked: the same rows.
    std::vector<Id> many{kUnitA};
    for (int i = 0; i < 200; ++i) {
        many.push_back(Id::ofHash(std::to_string(i)));
    }
    EXPECT_EQ(book.feed(many).rows.size(), 2u);
    EXPECT_EQ(book.feed(many).next, 4u);
}

TEST(SqliteCentral, pagesFollowOnWithoutGapOrRepeat) {
    Book book;
    auto write = must(book.central->begin());
    for (int i = 0; i < 100; ++i) {
        book.put(*write, "activity", Id::ofHash(std::to_string(i)),
                 Book::activity("活动", i % 3 == 0 ? kUnitB : kUnitA));
    }
    must(write->commit());
    write.reset();
    std::size_t seen = 0;
    Lsn after = 0;
    for (bool more = true; more;) {
        const auto page = book.feed({kUnitA}, after, 7);
        EXPECT_LE(page.rows.size(), 7u);
        EXPECT_EQ(page.left > 0, page.more);
        for (const auto& row : page.rows) {
            EXPECT_GT(row.lsn, after);
            after = row.lsn;
        }
        seen += page.rows.size();
        more = page.more;
        after = page.next;
    }
    EXPECT_EQ(seen, 66u);
    EXPECT_EQ(after, 100u);
}

TEST(SqliteCentral, whatIsCommittedIsThereAfterOpeningAgain) {
    Book book;
    const Id id = Id::ofHash("1");
    RowState row = Book::activity("活动", kUnitA);
    row.heads[{number("activity", "title"), {}}] = {{{1, {hlcOf(9), kDevice}, 1}, "活动"},
                                                    {{2, {hlcOf(8), kUnitB}, 1}, "别名"}};
    row.editedAfterVoid = true;
    book.put("activity", id, row);
    {
        auto write = must(book.central->begin());
        must(write->setIdentity({kUnitA, kUnitB}));
        must(write->putDevice({.device = kDevice,
                               .publicKey = "key",
                               .person = kPerson,
                               .unit = kUnitA,
                               .role = ROLE_TUTOR,
                               .state = DeviceState::pending,
                               .secretHash = "s",
                               .joinedMs = 1,
                               .lastContactMs = 2,
                               .cursor = 3,
                               .lastSeq = 4,
                               .lastHash = "h"}));
        must(write->putInvitation({.secretHash = "s",
                                   .unit = kUnitA,
                                   .role = ROLE_TUTOR,
                                   .personName = "李明",
                                   .uses = 3,
                                   .used = 1,
                                   .untilMs = 9}));
        must(write->putEnvelope({.device = kDevice,
                                 .seq = 2,
                                 .hash = "2",
                                 .state = EnvelopeState::held,
                                 .envelope = "e2",
                                 .receipt = "r2",
                                 .receivedMs = 5}));
        must(write->putEnvelope({.device = kDevice,
                                 .seq = 1,
                                 .hash = "1",
                                 .state = EnvelopeState::held,
                                 .envelope = "e1",
                                 .receipt = "r1",
                                 .receivedMs = 5}));
        must(write->quarantine(kDevice, 2, "fork", "forked", 6));
        must(write->quarantine(kDevice, 2, "fork", "forked", 7));
        must(write->commit());
    }
    const auto head = must(book.central->headNow());
    book.open();
    const auto read = must(book.central->rowNow(typeOf("activity"), id));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->heads.at({number("activity", "title"), {}}),
              row.heads.at({number("activity", "title"), {}}));
    EXPECT_TRUE(read->editedAfterVoid);
    EXPECT_EQ(must(book.central->headNow()).hash, head.hash);
    EXPECT_EQ(must(book.central->identity())->epoch, kUnitB);
    const auto device = must(book.central->deviceNow(kDevice));
    EXPECT_EQ(device->state, DeviceState::pending);
    EXPECT_EQ(device->lastHash, "h");
    EXPECT_EQ(device->cursor, 3u);
    auto write = must(book.central->begin());
    EXPECT_EQ(must(write->invitation("s"))->used, 1u);
    const auto held = must(write->heldEnvelopes(kDevice));
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held[0].seq, 1u);
    const auto counts = must(book.central->counts());
    EXPECT_EQ(counts.conflicts, 1u);
    EXPECT_EQ(counts.held, 2u);
    EXPECT_EQ(counts.quarantined, 1u) << "the same bytes are kept once";
}

TEST(SqliteCentral, whatIsNotCommittedLeavesNothing) {
    Book book;
    {
        auto write = must(book.central->begin());
        book.put(*write, "activity", Id::ofHash("1"), Book::activity("活动", kUnitA));
        EXPECT_EQ(book.central->begin().error().fault, Fault::busy) << "one writer at a time";
    }
    EXPECT_EQ(must(book.central->headNow()).lsn, 0u);
    EXPECT_TRUE(book.feed({kUnitA}).rows.empty());
}

TEST(SqliteCentral, aSavepointTakesBackItsPartAlone) {
    Book book;
    auto write = must(book.central->begin());
    book.put(*write, "activity", Id::ofHash("1"), Book::activity("留下", kUnitA));
    must(write->savepoint());
    book.put(*write, "activity", Id::ofHash("2"), Book::activity("收回", kUnitA));
    EXPECT_EQ(must(write->head()).lsn, 2u);
    must(write->rollbackToSavepoint());
    EXPECT_EQ(must(write->head()).lsn, 1u);
    must(write->commit());
    write.reset();
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 1u);
}

TEST(SqliteCentral, aReaderSeesOneMomentWhileTheWriterGoesOn) {
    Book book;
    book.put("activity", Id::ofHash("1"), Book::activity("活动", kUnitA));
    auto write = must(book.central->begin());
    book.put(*write, "activity", Id::ofHash("2"), Book::activity("未提交", kUnitA));
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 1u);
    must(write->commit());
    write.reset();
    EXPECT_EQ(book.feed({kUnitA}).rows.size(), 2u);
}

TEST(SqliteCentral, theChainNoticesAnyEditOfALine) {
    LogLine line;
    line.lsn = 7;
    line.change = "change";
    const Bytes hash = chainHash("before", line);
    EXPECT_NE(chainHash("other", line), hash);
    for (const auto& edit : std::vector<std::function<void(LogLine&)>>{
             [](LogLine& l) { ++l.lsn; }, [](LogLine& l) { l.unit = kUnitA; },
             [](LogLine& l) { ++l.type; }, [](LogLine& l) { l.row = kUnitA; },
             [](LogLine& l) { l.device = kUnitA; }, [](LogLine& l) { ++l.seq; },
             [](LogLine& l) { ++l.effective; }, [](LogLine& l) { ++l.deviceHlc; },
             [](LogLine& l) { l.author = kUnitA; }, [](LogLine& l) { ++l.receivedMs; },
             [](LogLine& l) { l.change += "x"; },
             [](LogLine& l) { l.verdict = wire::VERDICT_TAKEN_WITH_CONFLICT; }}) {
        LogLine edited = line;
        edit(edited);
        EXPECT_NE(chainHash("before", edited), hash);
    }
}

TEST(SqliteCentral, aNewerProgramsFileIsNotTouched) {
    Book book;
    book.central.reset();
    const auto file = book.folder.path() / "central.db";
    {
        const auto connection = must(Connection::open(file, Connection::Mode::write));
        connection->execute("PRAGMA user_version = 999");
    }
    const auto opened = openSqliteCentral(file, Catalogue::builtIn());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::unsupported);
    EXPECT_NE(opened.error().detail.find("newer syncd"), std::string::npos);
}

TEST(SqliteCentral, aDamagedFileIsCalledDamaged) {
    xiangji::test::ScratchFolder folder;
    std::ofstream(folder.path() / "central.db") << std::string(8'192, 'x');
    const auto opened = openSqliteCentral(folder.path() / "central.db", Catalogue::builtIn());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::damaged);
}

// ---- what pages read ----

TEST(SqliteReader, aUnitMeansEverythingBelowIt) {
    Book book;
    const Id centre = Id::ofHash("centre");
    book.put("unit", centre, Book::unit("樟树市", {}));
    book.put("unit", kUnitA, Book::unit("临江镇", centre));
    book.put("unit", kUnitB, Book::unit("永泰镇", centre));
    RowState person;
    person.fields[number("person", "name")] = "李明";
    person.fields[common::kHomeOrg] = refTo(kUnitA);
    book.put("person", kPerson, person);
    book.put("activity", Id::ofHash("1"), Book::activity("早", kUnitA, 1'000));
    book.put("activity", Id::ofHash("2"), Book::activity("晚", kUnitA, 2'000));
    book.put("activity", Id::ofHash("3"), Book::activity("邻镇", kUnitB, 3'000));
    RowState voided = Book::activity("作废", kUnitA, 1'500);
    voided.fields[common::kVoidReason] = "重复";
    book.put("activity", Id::ofHash("4"), voided);
    auto& reader = book.central->reader();
    const auto titles = [&](const RowsWanted& wanted) {
        std::string text;
        for (const auto& row : must(reader.rows(typeOf("activity"), wanted))) {
            text += std::get<std::string>(row.fields.at(number("activity", "title"))) + ' ';
        }
        EXPECT_EQ(must(reader.count(typeOf("activity"), wanted)) >=
                      must(reader.rows(typeOf("activity"), wanted)).size(),
                  true);
        return text;
    };
    EXPECT_EQ(titles({}), "邻镇 晚 早 ");
    EXPECT_EQ(titles({.unit = centre}), "邻镇 晚 早 ");
    EXPECT_EQ(titles({.unit = kUnitA}), "晚 早 ");
    EXPECT_EQ(titles({.unit = kUnitA, .voidedToo = true}), "晚 作废 早 ");
    EXPECT_EQ(titles({.fromMs = 1'000, .toMs = 2'000}), "早 ");
    EXPECT_EQ(titles({.most = 1, .skip = 1}), "晚 ");
    EXPECT_EQ(must(reader.count(typeOf("activity"), {.unit = kUnitA})), 2u);
    EXPECT_EQ(must(reader.rows(typeOf("activity"), {})).front().authorName, "李明");
    EXPECT_EQ(reader.titleOf(typeOf("activity"), Id::ofHash("1")), "早");
    EXPECT_EQ(reader.titleOf(typeOf("activity"), Id::ofHash("?")), "");
    EXPECT_EQ(must(reader.units()).size(), 3u);
    EXPECT_EQ(must(reader.rows(typeOf("unit"), {.unit = kUnitA})).size(), 1u)
        << "a unit is its own home";
}

TEST(SqliteReader, datesAreComparedAsCivilDates) {
    Book book;
    RowState festival;
    festival.fields[number("festival", "name")] = "端午";
    festival.fields[number("festival", "date")] = "2026-06-19";
    book.put("festival", Id::ofHash("f"), festival);
    const Instant day = 1'781'798'400'000;  // 2026-06-19 00:00 in Shanghai
    auto& reader = book.central->reader();
    EXPECT_EQ(must(reader.count(typeOf("festival"), {.fromMs = day, .toMs = day + 86'400'000})),
              1u);
    EXPECT_EQ(must(reader.count(typeOf("festival"), {.fromMs = day + 86'400'000})), 0u);
    EXPECT_EQ(must(reader.count(typeOf("festival"), {.toMs = day})), 0u);
}

}  // namespace
}  // namespace xiangji::syncd
