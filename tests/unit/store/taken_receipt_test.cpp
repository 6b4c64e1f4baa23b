// Receipts that come late, or of a life of the centre that is gone.
#include "core/store/taken_receipt.hpp"

#include <gtest/gtest.h>

#include "core/base/hash.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/local_transaction.hpp"
#include "core/store/phone_shelf.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji {
namespace {

struct LateReceipts : testing::Test {
    test::ScratchFolder folder;
    std::mutex mutex;
    std::unique_ptr<PhoneDatabase> database =
        *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    PhoneShelf shelf{*database, mutex, [] {}};
    const RecordType& activity = *Catalogue::builtIn().find("activity");
    const Id device = Id::ofHash("device");
    const Id now = Id::ofHash("this life");

    void SetUp() override {
        database->know(known::kEpoch, refTo(now));
        LocalTransaction transaction(*database);
        transaction.table(activity).insert(Id::ofHash("row"),
                                           {{activity.field("title")->number, Value("宣讲")}});
        transaction.note({.type = &activity, .row = Id::ofHash("row")});
        ASSERT_EQ(transaction.commit(device, 1000), 1U);
    }
    void take(const Id& epoch, std::uint64_t head, wire::Verdict verdict) {
        wire::ReceiptBody body;
        body.set_epoch(epoch.bytes());
        body.set_device(device.bytes());
        body.set_seq(1);
        body.set_hash(database->knownBytes(known::kLastHash));
        body.set_head_lsn(head);
        auto& change = *body.add_changes();
        change.set_verdict(verdict);
        change.set_reason("unconfirmed");
        wire::Receipt receipt;
        receipt.set_body(body.SerializeAsString());
        ASSERT_TRUE(shelf.takeReceipt(receipt, body, 2000));
    }
    void greet(std::uint64_t lastSeq) {
        wire::Welcome welcome;
        welcome.set_epoch(now.bytes());
        welcome.set_last_seq(lastSeq);
        welcome.set_last_hash(lastSeq == 0 ? Bytes() : database->knownBytes(known::kLastHash));
        ASSERT_TRUE(shelf.welcomed(welcome, 2000));
    }
    [[nodiscard]] std::string waits() const {
        auto query = database->connection().statement("SELECT held FROM _outbox");
        return !query.step() ? "no" : query.integer(0) != 0 ? "at the centre" : "here";
    }
};

TEST_F(LateReceipts, thatItWaitedSaysNothingOnceItHasItsVerdict) {
    take(now, 5, wire::VERDICT_HELD);
    EXPECT_EQ(waits(), "at the centre");
    take(now, 9, wire::VERDICT_QUARANTINED);
    EXPECT_EQ(waits(), "no");
    take(now, 5, wire::VERDICT_HELD);
    EXPECT_EQ(waits(), "no");
    database->know(known::kEpoch, refTo(Id::ofHash("the life after")));
    take(now, 5, wire::VERDICT_HELD);
    EXPECT_EQ(waits(), "no");
}

TEST_F(LateReceipts, aVerdictEndsItsWaitThoughNobodyIsToldThatItWaited) {
    take(now, 5, wire::VERDICT_HELD);
    database->connection().execute("DELETE FROM _verdict");  // as when its row leaves the phone
    take(now, 9, wire::VERDICT_TAKEN);
    EXPECT_EQ(waits(), "no");
}

TEST_F(LateReceipts, whatWasRefusedInALifeThatIsGoneAndWaitsInThisOneIsAskedAfter) {
    take(now, 5, wire::VERDICT_REFUSED);
    EXPECT_EQ(waits(), "no");
    const Id after = Id::ofHash("the life after");
    database->know(known::kEpoch, refTo(after));
    take(after, 3, wire::VERDICT_HELD);
    EXPECT_EQ(waits(), "at the centre");
}

TEST_F(LateReceipts, thatItWaitedInALifeThatIsGoneCountsWhereThisOneHasItToo) {
    greet(0);
    take(Id::ofHash("the life before"), 5, wire::VERDICT_HELD);
    EXPECT_EQ(waits(), "here");
    greet(1);
    take(Id::ofHash("the life before"), 5, wire::VERDICT_HELD);
    EXPECT_EQ(waits(), "at the centre");
}

}  // namespace
}  // namespace xiangji
