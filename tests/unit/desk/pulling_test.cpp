#include <thread>

#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct Pulling : ::testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "volunteer", kLinjiang, "李明"};
    HandPhone fang{centre, "volunteer", kYongtai, "方远"};
    HandPhone admin{centre, "centre_admin", kCentre, "市中心"};
    Id fresh() { return Id::uuid7(kMorning, centre.random); }
};

TEST_F(Pulling, everyRowOfTheScopeComesOnceAsItIsNow) {
    const Id row = fresh();
    li.tell(li.activity(row, "第一稿"));
    li.tell(HandPhone::edit("activity", row, {{"title", "第二稿"}}));
    li.pull();
    const auto reply = li.pullPage();
    EXPECT_EQ(reply.page().rows_size(), 0) << "nothing is left after the head";
    EXPECT_EQ(li.cursor, must(centre.central->headNow()).lsn);
    EXPECT_EQ(reply.page().head_hash(), must(centre.central->headNow()).hash);
    ASSERT_NE(li.pulled("activity", row), nullptr);
    EXPECT_EQ(li.pulled("activity", row)->lsn(), li.cursor);
}

TEST_F(Pulling, pagesAreBoundedAndMissNothing) {
    std::vector<Id> ids;
    for (int i = 0; i < 30; ++i) {
        ids.push_back(fresh());
        li.tell(li.activity(ids.back(), "活动" + std::to_string(i)));
    }
    li.pull(7);
    EXPECT_GT(li.pages, 4);
    for (const auto& id : ids) {
        EXPECT_NE(li.pulled("activity", id), nullptr);
    }
    li.cursor = 0;
    const auto first = li.pullPage(7);
    EXPECT_EQ(first.page().rows_size(), 7);
    EXPECT_TRUE(first.page().more());
    EXPECT_GE(first.page().rows_left(), 23u);
}

TEST_F(Pulling, aPageNeverOutgrowsAFrame) {
    for (int i = 0; i < 40; ++i) {
        const Id row = fresh();
        li.send({li.activity(row, "长文"),
                 HandPhone::edit("activity", row, {{"order", Blob{Bytes(60'000, 'b')}}})});
    }
    const auto reply = li.pullPage();
    EXPECT_TRUE(reply.page().more());
    EXPECT_LT(reply.ByteSizeLong(), kMaxFrameBytes);
    li.pull();
    EXPECT_EQ(
        std::count_if(li.rows.begin(), li.rows.end(),
                      [](const auto& row) { return row.first.first == typeOf("activity").number; }),
        40);
}

TEST_F(Pulling, noRowLeavesItsScope) {
    const Id linjiang = fresh();
    const Id guoli = fresh();
    const Id yongtai = fresh();
    li.send({li.activity(linjiang, "临江活动"), li.activity(guoli, "郭里活动", kGuoli)});
    fang.tell(fang.activity(yongtai, "永泰活动", kYongtai));
    for (auto* phone : {&li, &fang, &admin}) {
        phone->pull();
    }
    EXPECT_NE(li.pulled("activity", linjiang), nullptr);
    EXPECT_NE(li.pulled("activity", guoli), nullptr) << "a station below is in scope";
    EXPECT_EQ(li.pulled("activity", yongtai), nullptr);
    EXPECT_EQ(li.pulled("person", fang.person()), nullptr);
    EXPECT_EQ(fang.pulled("activity", linjiang), nullptr);
    EXPECT_NE(fang.pulled("activity", yongtai), nullptr);
    for (const auto& id : {linjiang, guoli, yongtai}) {
        EXPECT_NE(admin.pulled("activity", id), nullptr);
    }
    EXPECT_NE(fang.pulled("unit", unitId(kGuoli)), nullptr) << "the unit tree is everybody's";
}

TEST_F(Pulling, aTypeMayNeedARoleToBeRead) {
    HandPhone tutor(centre, "tutor", kLinjiang, "王老师");
    const Id child = fresh();
    ASSERT_EQ(tutor.tell(tutor.insert("child", child, {{"alias", "小明"}})).verdict(),
              wire::VERDICT_TAKEN);
    tutor.pull();
    li.pull();
    EXPECT_NE(tutor.pulled("child", child), nullptr);
    EXPECT_EQ(li.pulled("child", child), nullptr);
    EXPECT_EQ(li.pulled("device", li.id()), nullptr);
    EXPECT_NE(admin.pulled("device", li.id()) != nullptr, true) << "not yet pulled";
    admin.pull();
    EXPECT_NE(admin.pulled("device", li.id()), nullptr);
}

TEST_F(Pulling, aCursorOfAnotherLifeStartsFromTheBeginning) {
    li.tell(li.activity(fresh(), "活动"));
    li.pull();
    const auto all = li.rows.size();
    li.rows.clear();
    li.epoch = Bytes(16, 'e');
    const auto reply = li.pullPage();
    EXPECT_EQ(static_cast<std::size_t>(reply.page().rows_size()), all);
}

TEST_F(Pulling, whatAGroupTogetherWritesEverybodyGetsWhole) {
    // Twenty phones at once: every receipt is true, every row is there, the log has no gap and no
    // double.
    std::vector<std::unique_ptr<HandPhone>> phones;
    for (int i = 0; i < 20; ++i) {
        phones.push_back(std::make_unique<HandPhone>(centre, "volunteer", kLinjiang,
                                                     "志愿者" + std::to_string(i)));
    }
    const auto before = must(centre.central->headNow()).lsn;
    std::vector<std::thread> crowd;
    for (auto& phone : phones) {
        crowd.emplace_back([&phone] {
            for (int i = 0; i < 10; ++i) {
                SystemRandom random;
                const auto receipt =
                    phone->send({phone->activity(Id::uuid7(kMorning, random), "活动")});
                EXPECT_EQ(receipt.changes(0).verdict(), wire::VERDICT_TAKEN);
            }
        });
    }
    for (auto& one : crowd) {
        one.join();
    }
    EXPECT_EQ(must(centre.central->headNow()).lsn, before + 200);
    li.pull(50);
    EXPECT_EQ(
        std::count_if(li.rows.begin(), li.rows.end(),
                      [](const auto& row) { return row.first.first == typeOf("activity").number; }),
        200);
}

TEST_F(Pulling, theDeskKnowsHowFarEachPhoneHasRead) {
    li.pull();
    li.pullPage();
    const auto device = [&] {
        const auto status = must(centre.desk->status());
        return *std::find_if(status.devices.begin(), status.devices.end(),
                             [&](const auto& view) { return view.device == li.id(); });
    };
    EXPECT_EQ(device().cursor, li.cursor);
    centre.restart();
    EXPECT_EQ(device().cursor, li.cursor) << "it is written when the desk closes";
}

}  // namespace
}  // namespace xiangji::syncd::test
