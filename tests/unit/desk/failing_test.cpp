#include <thread>

#include "tests/unit/desk/faulty_central.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

/// The desk's own database begins to fail under it.
struct Failing : ::testing::Test {
    SmallCentre centre;
    HandPhone phone{centre, "volunteer", kLinjiang};
    FaultyCentral faulty{*centre.central};
    Id row = Id::uuid7(kMorning, centre.random);

    void SetUp() override {
        centre.desk.reset();
        centre.desk = must(
            Desk::open({faulty, centre.clock, centre.random, Catalogue::builtIn(), centre.key}));
    }
    void TearDown() override { centre.desk.reset(); }
};

TEST_F(Failing, aFullDiskIsToldAndNothingIsReceipted) {
    faulty.diskIsFull = true;
    const auto envelope = phone.envelope({phone.activity(row, "防溺水宣讲")});
    const auto reply = phone.push({envelope});
    ASSERT_TRUE(reply.has_refusal());
    EXPECT_EQ(reply.refusal().code(), wire::Refusal::CODE_COME_BACK);
    EXPECT_GT(reply.refusal().retry_seconds(), 0u);
    EXPECT_NE(reply.refusal().words().find("disk is full"), std::string::npos);
    EXPECT_TRUE(centre.row("activity", row).fields.empty());
    EXPECT_EQ(centre.desk
                  ->invite({.unitCode = kLinjiang, .role = "volunteer", .personName = "李明"},
                           {.host = "here", .port = 1})
                  .error()
                  .fault,
              Fault::diskFull);
    faulty.diskIsFull = false;
    EXPECT_EQ(phone.receipt(phone.push({envelope})).changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(must(centre.central->history(typeOf("activity").number, row)).size(), 1u);
}

TEST_F(Failing, rolesThatCouldNotBeSavedDoNotCount) {
    faulty.diskIsFull = true;
    EXPECT_FALSE(centre.desk->revoke(phone.id()));
    faulty.diskIsFull = false;
    EXPECT_EQ(phone.tell(phone.activity(row, "防溺水宣讲")).verdict(), wire::VERDICT_TAKEN)
        << "its grant has not ended";
}

TEST_F(Failing, oneRowThatCannotBeStoredDelaysNobodyElse) {
    faulty.poison = row;
    std::vector<std::unique_ptr<HandPhone>> phones;
    for (int i = 0; i < 8; ++i) {
        phones.push_back(std::make_unique<HandPhone>(centre, "volunteer", kLinjiang,
                                                     "志愿者" + std::to_string(i)));
    }
    std::vector<std::thread> crowd;
    std::atomic<int> taken = 0;
    std::atomic<int> sentBack = 0;
    for (std::size_t i = 0; i < phones.size(); ++i) {
        crowd.emplace_back([&, i] {
            SystemRandom random;
            const Id id = i == 0 ? row : Id::uuid7(kMorning, random);
            const auto reply =
                phones[i]->push({phones[i]->envelope({phones[i]->activity(id, "活动")})});
            taken += reply.has_receipts() ? 1 : 0;
            sentBack += reply.refusal().code() == wire::Refusal::CODE_COME_BACK ? 1 : 0;
        });
    }
    for (auto& one : crowd) {
        one.join();
    }
    EXPECT_EQ(taken, 7);
    EXPECT_EQ(sentBack, 1);
}

}  // namespace
}  // namespace xiangji::syncd::test
