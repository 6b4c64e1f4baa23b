#include "tests/e2e/stage.hpp"

namespace xiangji::test {

class Joining : public Stage {};

TEST_F(Joining, findsTheInvitationInsideAPastedChat) {
    const auto home = bareHome();
    auto invitation = centre().invite("王老师", "tutor");
    invitation.insert(invitation.size() / 2, "\n  ");
    const auto ended =
        home.run({"join", "-"}, "张所长：王老师好，请加入：" + invitation + "\n谢谢！");
    EXPECT_EQ(ended.exit, 0) << ended.err;
    EXPECT_NE(ended.out.find("王老师"), std::string::npos) << ended.out;
    EXPECT_GT(home.list("unit").size(), 300U) << "joining brings the unit tree";
    EXPECT_FALSE(home.list("festival").empty());
}

TEST_F(Joining, twiceWithTheSameInvitationGivesTheSameAnswer) {
    const auto home = bareHome();
    const auto invitation = centre().invite("王老师", "tutor");
    const auto first = home.run({"join", invitation, "--json"});
    const auto second = home.run({"join", invitation, "--json"});
    EXPECT_EQ(first.exit, 0) << first.err;
    EXPECT_EQ(second.exit, 0) << second.err;
    EXPECT_EQ(first.out, second.out);
    EXPECT_EQ(centre().devices().size(), 1U);
}

TEST_F(Joining, aUsedUpInvitationIsRefused) {
    const auto invitation = centre().invite("王老师", "tutor");
    bareHome().join(invitation);
    const auto late = bareHome();
    EXPECT_TRUE(failedClearly(late.run({"join", invitation}), 4, "xiangji", "invit"));
    EXPECT_EQ(centre().devices().size(), 1U);
    late.join(centre().invite("李老师", "tutor"));
}

TEST_F(Joining, anExpiredInvitationIsRefused) {
    const auto home = bareHome();
    const auto invitation = centre().invite("王老师", "tutor", {"--hours", "0.000000001"});
    EXPECT_TRUE(failedClearly(home.run({"join", invitation}), 4, "xiangji", "invit"));
    EXPECT_TRUE(centre().devices().empty());
}

TEST_F(Joining, aMistypedInvitationIsSeenBeforeAnybodyIsAsked) {
    auto invitation = centre().invite("王老师", "tutor");
    const auto home = bareHome();
    for (const auto place : {invitation.size() / 3, invitation.size() / 2, invitation.size() - 2}) {
        auto wrong = invitation;
        wrong[place] = wrong[place] == '7' ? '8' : '7';
        EXPECT_TRUE(failedClearly(home.run({"join", wrong}), 1, "xiangji", "invitation"));
    }
    EXPECT_TRUE(failedClearly(home.run({"join", invitation.substr(0, invitation.size() - 4)}), 1,
                              "xiangji", "invitation"));
    home.join(invitation);
}

TEST_F(Joining, withACentreThatIsDownSaysSoAndCanBeTriedAgain) {
    const auto home = bareHome();
    const auto invitation = centre().invite("王老师", "tutor");
    centre().kill();
    const auto ended = home.run({"join", invitation});
    EXPECT_TRUE(failedClearly(ended, 3, "xiangji", ""));
    centre().serve();
    home.join(invitation);
}

TEST_F(Joining, aPhoneOfAnInvitationForSeveralWaitsUntilTheOfficeConfirmsIt) {
    const auto known = phone("李明");
    const auto teen = known.add("activity", activity("已有的一场"));
    const auto pupil = known.add("child", {"alias=小宝"});
    known.sync();

    const auto invitation = centre().invite("暑期志愿者", "tutor", {"--uses", "2"});
    const auto home = bareHome();
    EXPECT_TRUE(failedClearly(home.run({"join", invitation}), 1, "xiangji", "--name"));
    ASSERT_EQ(home.run({"join", invitation, "--name", "周小雨"}).exit, 0);
    const auto devices = centre().devices();
    ASSERT_EQ(devices.size(), 2U);
    std::string pending;
    for (const auto& device : devices) {
        if (device.at("state").as_string() == "pending") {
            pending = device.at("id").as_string().c_str();
        }
    }
    ASSERT_FALSE(pending.empty());

    // It logs; what it sends is held and nobody else sees it; it sees nothing personal.
    const auto held = home.add("activity", activity("待确认时记的"));
    home.sync();
    EXPECT_EQ(home.status().at("held").to_number<int>(), 1);
    EXPECT_EQ(home.row("activity", held).at("_sendState").as_string(), "held");
    EXPECT_EQ(timesIn(home.list("child"), pupil), 0);
    EXPECT_TRUE(home.list("person").empty() || home.list("person").size() == 1);
    known.sync();
    EXPECT_EQ(timesIn(known.list("activity"), held), 0);

    ASSERT_EQ(centre().run({"device", "confirm", pending}).exit, 0);
    home.sync();
    known.sync();
    EXPECT_EQ(home.status().at("held").to_number<int>(), 0);
    EXPECT_EQ(home.row("activity", held).at("_sendState").as_string(), "delivered");
    EXPECT_EQ(timesIn(home.list("activity"), teen), 1);
    EXPECT_EQ(timesIn(home.list("child"), pupil), 1);
    EXPECT_EQ(known.listText("activity"), home.listText("activity"));
}

TEST_F(Joining, aRevokedPhoneIsRefusedAndItsRowsStay) {
    const auto lost = phone("李明");
    const auto id = lost.add("activity", activity("丢手机之前"));
    lost.sync();
    const auto device = std::string(centre().devices().front().at("id").as_string().c_str());
    const auto revoked = centre().run({"device", "revoke", device});
    ASSERT_EQ(revoked.exit, 0) << revoked.err;
    (void)lost.add("activity", activity("丢手机之后"));
    EXPECT_TRUE(failedClearly(lost.run({"sync"}), 4, "xiangji", "taken out of service"));
    EXPECT_EQ(phone("王芳").list("activity").size(), 1U);
    EXPECT_EQ(timesIn(phone("陈红").list("activity"), id), 1);
    centre().kill();
    centre().serve();
    EXPECT_EQ(lost.run({"sync"}).exit, 4) << "a restart revives nobody";
}

TEST_F(Joining, aCentreWithAnotherKeyGetsNothing) {
    const auto home = phone("李明");
    (void)home.add("activity", activity("只给自己的中心"));
    const auto invitation = centre().invite("王芳", "tutor");
    centre().stop();
    // Another township answers where ours did.
    const auto other = folder() / "other";
    ASSERT_EQ(
        runProgram({SYNCD_BIN, "init", "--data", other.string(), "--units", XIANGJI_UNITS_CSV})
            .exit,
        0);
    {
        Process impostor({SYNCD_BIN, "serve", "--data", other.string(), "--listen",
                          centre().address(), "--office", "127.0.0.1:0", "--log-level", "error"});
        (void)impostor.line();
        EXPECT_TRUE(failedClearly(home.run({"sync"}), 4, "xiangji", "key"));
        EXPECT_TRUE(failedClearly(bareHome().run({"join", invitation}), 4, "xiangji", "key"));
        EXPECT_EQ(home.status().at("unsent").to_number<int>(), 1);
    }
    centre().serve();
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
}

}  // namespace xiangji::test
