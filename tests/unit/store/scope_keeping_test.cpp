// What a phone may hold, as the centre states it while the phone is still reading.
#include <gtest/gtest.h>

#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"
#include "tests/unit/store/lone_phone.hpp"

namespace xiangji::test {
namespace {

Id unit(int number) {
    return Id::ofHash("unit" + std::to_string(number));
}

Bytes activitiesOf(const std::vector<Id>& units) {
    wire::Scope scope;
    auto& part = *scope.add_parts();
    part.add_types(LonePhone::activity().number);
    for (const auto& id : units) {
        part.add_units(id.bytes());
    }
    return scope.SerializeAsString();
}

std::vector<Bytes> unitsOf(const wire::Backfill& backfill) {
    std::vector<Bytes> units;
    for (const auto& part : backfill.parts()) {
        units.insert(units.end(), part.units().begin(), part.units().end());
    }
    return units;
}

TEST(ScopeKeeping, aScopeThatGrowsWhileThePhoneReadsForgetsNothingItHasStillToRead) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(1)})));
    for (int grown = 2; grown < 6; ++grown) {
        std::vector<Id> units;
        for (int number = 1; number <= grown; ++number) {
            units.push_back(unit(number));
        }
        ASSERT_TRUE(phone.shelf->takeScope(activitiesOf(units)));
    }
    for (int number = 1; number < 6; ++number) {
        const auto next = phone.shelf->toReadWhole();
        ASSERT_TRUE(next && *next) << "nothing is left to read of unit " << number;
        EXPECT_EQ(unitsOf(**next), std::vector{unit(number).bytes()});
        ASSERT_TRUE(phone.shelf->takeSnapshot({}));
    }
    EXPECT_FALSE(phone.shelf->toReadWhole()->has_value());
}

// What had come before the new life may have left the scope in what both lives share.
TEST(ScopeKeeping, aFirstReadingThatBeginsAnewIsFollowedFromWhereItFirstBegan) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(1)})));
    wire::SnapshotPage page;
    page.set_lsn(10);
    page.set_next("further");
    ASSERT_TRUE(phone.shelf->takeSnapshot(page));
    ASSERT_TRUE(phone.shelf->startEpoch(Id::ofHash("another life"), 8, {}));
    EXPECT_TRUE((*phone.shelf->toReadWhole())->after().empty());
    page.set_lsn(12);
    ASSERT_TRUE(phone.shelf->takeSnapshot(page));
    page.clear_next();
    ASSERT_TRUE(phone.shelf->takeSnapshot(page));
    EXPECT_FALSE(phone.shelf->toReadWhole()->has_value());
    EXPECT_EQ(phone.shelf->state()->cursor, 8U);
    EXPECT_EQ(phone.database->knownInteger(known::kSeen), 8);
}

/// A person's new row, as a client would write it.
std::uint64_t add(LonePhone& phone, int which, const Id& home) {
    LocalTransaction transaction(*phone.database);
    transaction.table(LonePhone::activity())
        .insert(LonePhone::row(which), {{common::kHomeOrg, refTo(home)},
                                        {LonePhone::number("title"), std::string("防溺水宣讲")}});
    transaction.note({.type = &LonePhone::activity(), .row = LonePhone::row(which)});
    return transaction.commit(phone.device, ++phone.now);
}

void take(LonePhone& phone, std::uint64_t seq, std::uint64_t lsn) {
    auto query = phone.database->connection().statement("SELECT hash FROM _outbox WHERE seq = ?1");
    query.bind(1, seq);
    ASSERT_TRUE(query.step());
    wire::ReceiptBody receipt;
    receipt.set_seq(seq);
    receipt.set_hash(query.blob(0));
    receipt.set_head_lsn(lsn);
    auto& verdict = *receipt.add_changes();
    verdict.set_verdict(wire::VERDICT_TAKEN);
    verdict.set_lsn(lsn);
    ASSERT_TRUE(phone.shelf->takeReceipt({}, receipt, phone.now));
}

void tell(wire::Page& page, int which, const Id& home, std::uint64_t lsn) {
    auto& row = *page.add_rows();
    row.set_type(LonePhone::activity().number);
    row.set_row(LonePhone::row(which).bytes());
    row.set_lsn(lsn);
    auto& cell = *row.add_cells();
    cell.set_field(common::kHomeOrg);
    cell.set_blob(home.bytes());
}

bool shows(LonePhone& phone, int which) {
    return RowTable(phone.database->connection(), LonePhone::activity())
        .row(LonePhone::row(which))
        .has_value();
}

TEST(ScopeKeeping, aNewRowOfAUnitThatEndedBeforeTheCentreHadItGoesOnceTheCentreHasIt) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(2)})));
    const auto elsewhere = add(phone, 0, unit(1));
    const auto here = add(phone, 1, unit(2));
    wire::Page page;
    page.set_next_lsn(3);
    ASSERT_TRUE(phone.shelf->takePage(page));
    EXPECT_TRUE(shows(phone, 0)) << "nobody has it yet but this phone";
    take(phone, elsewhere, 4);
    take(phone, here, 5);
    page.set_next_lsn(5);
    tell(page, 1, unit(2), 5);
    ASSERT_TRUE(phone.shelf->takePage(page));
    EXPECT_FALSE(shows(phone, 0));
    EXPECT_TRUE(shows(phone, 1));
}

TEST(ScopeKeeping, aNewRowThatNoPullBroughtUpToItsPlaceHasLeft) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(1)})));
    const auto moved = add(phone, 0, unit(1));
    take(phone, moved, 4);
    wire::Page page;
    page.set_next_lsn(3);
    ASSERT_TRUE(phone.shelf->takePage(page));
    EXPECT_TRUE(shows(phone, 0)) << "not read so far yet";
    // Somebody moved it at 5, before this phone had read anything of it.
    page.set_next_lsn(6);
    ASSERT_TRUE(phone.shelf->takePage(page));
    EXPECT_FALSE(shows(phone, 0));
}

TEST(ScopeKeeping, whatAPhoneMayNoLongerHoldItHasNotToReadEither) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(1), unit(2)})));
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(2)})));
    const auto next = phone.shelf->toReadWhole();
    ASSERT_TRUE(next && *next);
    EXPECT_EQ(unitsOf(**next), std::vector{unit(2).bytes()});
}

TEST(ScopeKeeping, ofARowThatARestoredCentreDoesNotShowItsTypeIsReadWhole) {
    LonePhone phone;
    ASSERT_TRUE(phone.shelf->takeScope(activitiesOf({unit(1), unit(2)})));
    wire::SnapshotPage whole;
    whole.set_lsn(4);
    ASSERT_TRUE(phone.shelf->takeSnapshot(whole));
    ASSERT_FALSE(*phone.shelf->toReadWhole());
    wire::Page page;
    auto& row = *page.add_rows();
    row.set_type(LonePhone::activity().number);
    row.set_row(Id::ofHash("row").bytes());
    row.set_lsn(5);
    auto& home = *row.add_cells();
    home.set_field(common::kHomeOrg);
    putValue(home, refTo(unit(1)));
    page.set_next_lsn(5);
    ASSERT_TRUE(phone.shelf->takePage(page));
    wire::Recalled recalled;
    *recalled.add_rows() = row;
    ASSERT_TRUE(phone.shelf->takeRecalled(recalled));
    EXPECT_FALSE(*phone.shelf->toReadWhole()) << "the centre has it";
    recalled.mutable_rows(0)->set_gone(true);
    ASSERT_TRUE(phone.shelf->takeRecalled(recalled));
    const auto wanted = *phone.shelf->toReadWhole();
    ASSERT_TRUE(wanted) << "it may stand under another unit that is out of sight for a moment";
    EXPECT_EQ(unitsOf(*wanted).size(), 2U);
    EXPECT_EQ(wanted->parts(0).types(0), LonePhone::activity().number);
}

}  // namespace
}  // namespace xiangji::test
