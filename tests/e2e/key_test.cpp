// The centre's key changes hands, and is lost.
#include <fstream>

#include "tests/e2e/stage.hpp"

namespace xiangji::test {

namespace json = boost::json;

class Key : public Stage {
 protected:
    [[nodiscard]] json::object shown() {
        return json::parse(centre().run({"key", "show", "--json"}).out).as_object();
    }
    void rotate(const Words& more = {}) {
        Words words = {"key", "rotate"};
        words.insert(words.end(), more.begin(), more.end());
        const auto ended = centre().run(words);
        ASSERT_EQ(ended.exit, 0) << ended.err;
    }
};

TEST_F(Key, isRotatedWhileTheCentreServesAndPhonesFollowWithNoHand) {
    const auto awake = phone("李明");
    const auto asleep = phone("王芳");
    const auto before = shown();
    const auto oldInvitation = centre().invite("陈红", "tutor");
    rotate();
    EXPECT_EQ(shown().at("pin"), before.at("backupPin"));
    const auto row = awake.add("activity", activity("换钥匙之后"));
    awake.sync();
    // Four more, one of them by a centre at rest; one phone has slept through them all.
    rotate();
    centre().stop();
    rotate();
    centre().serve();
    awake.sync();
    rotate();
    rotate();
    (void)asleep.add("activity", activity("睡着时记的"));
    asleep.sync();
    EXPECT_EQ(asleep.status().at("unsent").to_number<int>(), 0);
    EXPECT_EQ(timesIn(asleep.list("activity"), row), 1);
    EXPECT_EQ(shown().at("before").to_number<int>(), 5);
    bareHome().join(oldInvitation);
    bareHome().join(centre().invite("赵雷", "tutor"));

    // What a phone followed to is kept: it does not need the way any more.
    centre().stop();
    const auto crt = centre().data() / "keys" / "tls.crt";
    std::ifstream whole(crt);
    std::string pem((std::istreambuf_iterator<char>(whole)), {});
    const std::string end = "-----END CERTIFICATE-----\n";
    std::ofstream(crt, std::ios::trunc) << pem.substr(0, pem.find(end) + end.size());
    centre().serve();
    asleep.sync();
    EXPECT_TRUE(failedClearly(awake.run({"sync"}), 4, "xiangji", "key"))
        << "it was two rotations behind, and the way there is gone";
}

TEST_F(Key, fromTheSafeTakesOverWhereTheOldOneIsGone) {
    const auto home = phone("李明");
    const auto safe = folder() / "tls-next.key";
    std::filesystem::rename(centre().data() / "keys" / "tls-next.key", safe);
    EXPECT_FALSE(shown().at("nextLiesHere").as_bool());
    EXPECT_TRUE(failedClearly(centre().run({"key", "rotate"}), 1, "syncd", "safe"));
    rotate({"--next", safe.string()});
    home.sync();
}

TEST_F(Key, lostWithAllItsCopiesCostsANewInvitationAndNothingThatWaits) {
    const auto home = phone("李明");
    const auto other = phone("王芳");
    const auto delivered = home.add("activity", activity("丢钥匙之前"));
    home.sync();
    const auto waiting = home.add("activity", activity("丢钥匙时还没送"));
    const auto device = centre().devices();
    centre().stop();
    std::filesystem::remove_all(centre().data() / "keys");

    // What is wrong is said, by whatever is asked.
    const Words serve = {SYNCD_BIN,  "serve",       "--data",   centre().data().string(),
                         "--listen", "127.0.0.1:0", "--office", "127.0.0.1:0"};
    EXPECT_TRUE(failedClearly(runProgram(serve), 1, "syncd", "server.key is missing"));
    EXPECT_TRUE(failedClearly(centre().run({"status"}), 1, "syncd", "syncd key replace"));
    ASSERT_EQ(centre().run({"key", "replace"}).exit, 0);
    EXPECT_TRUE(failedClearly(centre().run({"key", "replace"}), 1, "syncd", "nothing is missing"));

    // Phones refuse the strange key, and keep everything.
    centre().serve();
    EXPECT_TRUE(failedClearly(home.run({"sync"}), 4, "xiangji", "new invitation"));
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 1);

    // Another township's invitation does not take this home over, nor is it used up by that.
    const auto elsewhere = folder() / "elsewhere";
    ASSERT_EQ(
        runProgram({SYNCD_BIN, "init", "--data", elsewhere.string(), "--units", XIANGJI_UNITS_CSV})
            .exit,
        0);
    const auto theirs =
        runProgram({SYNCD_BIN, "invite", "--data", elsewhere.string(), "--unit", kUnit, "--role",
                    "tutor", "--name", "李明", "--advertise", "127.0.0.1:1"})
            .out;
    EXPECT_TRUE(failedClearly(home.run({"join", theirs}), 4, "xiangji", "already belongs"));

    // A new invitation of the same centre, on the same home.
    const auto invitation = centre().invite("李明", "tutor");
    const auto joined = home.run({"join", invitation});
    ASSERT_EQ(joined.exit, 0) << joined.err;
    EXPECT_NE(joined.out.find("renewed"), std::string::npos) << joined.out;
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    EXPECT_EQ(centre().devices().size(), device.size()) << "nobody became another";
    other.join(centre().invite("王芳", "tutor"));
    EXPECT_EQ(timesIn(other.list("activity"), delivered), 1);
    EXPECT_EQ(timesIn(other.list("activity"), waiting), 1);
    EXPECT_EQ(home.listText("activity"), other.listText("activity"));
    (void)home.add("activity", activity("以后照常"));
    home.sync();
    rotate();
    home.sync();

    // The history is still the one that was signed, under both keys; so are its backups.
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0) << centre().run({"audit", "verify"}).out;
    const auto backup = folder() / "backup";
    ASSERT_EQ(centre().run({"backup", backup.string()}).exit, 0);
    centre().stop();
    const auto restored = centre().run({"restore", backup.string()});
    EXPECT_EQ(restored.exit, 0) << restored.err;
    centre().serve();
    home.sync();
}

TEST_F(Key, lostDoesNotMakeAPhoneBelieveWhoeverNamesItsCentre) {
    // A centre of the same name (a copy from before this phone's last contact, say) under keys of
    // somebody else: it cannot show the log's head that the phone holds.
    const auto home = phone("李明");
    const auto copy = folder() / "copy";
    centre().stop();
    std::filesystem::copy(centre().data(), copy, std::filesystem::copy_options::recursive);
    centre().serve();
    (void)home.add("activity", activity("复制之后送的"));
    home.sync();
    (void)home.add("activity", activity("还没送的"));
    std::filesystem::remove_all(copy / "keys");
    ASSERT_EQ(runProgram({SYNCD_BIN, "key", "replace", "--data", copy.string()}).exit, 0);
    Process impostor({SYNCD_BIN, "serve", "--data", copy.string(), "--listen", "127.0.0.1:0",
                      "--office", "127.0.0.1:0", "--log-level", "error"});
    (void)impostor.line();
    const auto invitation = runProgram({SYNCD_BIN, "invite", "--data", copy.string(), "--unit",
                                        kUnit, "--role", "tutor", "--name", "李明"});
    ASSERT_EQ(invitation.exit, 0) << invitation.err;
    EXPECT_TRUE(failedClearly(home.run({"join", invitation.out}), 4, "xiangji", "history"));
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 1);
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0) << "its own centre is the one it was";
}

}  // namespace xiangji::test
