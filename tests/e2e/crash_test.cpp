// Promises P1–P3 with real processes: kill -9 at random moments, then count.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "tests/e2e/counted_stage.hpp"
#include "tests/e2e/moments.hpp"

namespace xiangji::test {

namespace json = boost::json;
using Clock = Moments::Clock;

class Crash : public CountedStage {};

TEST_F(Crash, whatAddPrintedIsAtTheCentreOnceHoweverOftenAddWasKilled) {
    const auto home = phone("李明");
    const auto begun = Clock::now();
    std::vector<std::string> printed = {home.add("activity", activity("第一场"))};
    Moments moments(Moments::sinceThen(begun));
    int killed = 0;
    for (int i = 0; i < kills(); ++i) {
        Words words = {"add", "activity"};
        const auto fields = activity("第" + std::to_string(i) + "场");
        words.insert(words.end(), fields.begin(), fields.end());
        auto add = home.start(words);
        moments.pass(add);
        const auto ended = add.kill();
        killed += ended.signal != 0 ? 1 : 0;
        const auto ids = idsPrinted(ended.out);
        printed.insert(printed.end(), ids.begin(), ids.end());
    }
    RecordProperty("killed", killed);
    std::printf("%d of %d kills struck xiangji while it added; %zu ids were printed\n", killed,
                kills(), printed.size());
    EXPECT_GT(killed, kills() / 4) << "the kills came too late to prove anything";
    EXPECT_GT(printed.size(), 1U) << "the kills came too early to prove anything";
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    expectOnceEach(printed);
    EXPECT_EQ(home.list("activity").size(), atTheCentre("activity").size());
}

TEST_F(Crash, whatAddPrintedIsAtTheCentreOnceHoweverOftenTheCentreWasKilledDuringSync) {
    const auto home = phone("李明");
    std::vector<std::string> printed;
    const auto log = [&](int i) {
        for (int row = 0; row < 2; ++row) {
            printed.push_back(home.add("activity", activity("第" + std::to_string(i) + "场")));
        }
    };
    log(0);
    const auto begun = Clock::now();
    home.sync();
    Moments moments(Moments::sinceThen(begun));
    int cut = 0;
    for (int i = 1; i <= kills(); ++i) {
        log(i);
        auto sync = home.start({"sync"});
        moments.pass(sync);
        centre().kill();
        const auto ended = sync.wait();
        EXPECT_TRUE(ended.exit == 0 || ended.exit == 3) << ended.exit << ": " << ended.err;
        cut += ended.exit == 3 ? 1 : 0;
        centre().serve();
    }
    RecordProperty("cut", cut);
    std::printf("%d of %d kills of syncd cut a sync; %zu ids were printed\n", cut, kills(),
                printed.size());
    EXPECT_GT(cut, kills() / 4) << "the kills came too late to prove anything";
    home.sync();
    const auto status = home.status();
    EXPECT_EQ(status.at("unsent").to_number<int>(), 0);
    EXPECT_EQ(status.at("refused").to_number<int>(), 0);
    expectOnceEach(printed);
    EXPECT_EQ(home.list("activity").size(), printed.size());
    EXPECT_EQ(centre().status().at("quarantine").to_number<int>(), 0);
}

TEST_F(Crash, aSyncThatIsKilledOnThePhoneLosesAndDoublesNothing) {
    const auto home = phone("李明");
    const auto other = phone("王芳");
    std::vector<std::string> printed = {home.add("activity", activity("第零场"))};
    const auto begun = Clock::now();
    home.sync();
    Moments moments(Moments::sinceThen(begun));
    for (int i = 0; i < kills() / 4; ++i) {
        printed.push_back(home.add("activity", activity("第" + std::to_string(i) + "场")));
        printed.push_back(other.add("activity", activity("邻村" + std::to_string(i))));
        other.sync();
        auto sync = home.start({"sync"});
        moments.pass(sync);
        (void)sync.kill();
    }
    home.sync();
    other.sync();
    EXPECT_EQ(home.listText("activity"), other.listText("activity"));
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    expectOnceEach(printed);
}

TEST_F(Crash, aJoinWhoseAnswerGotLostIsAnsweredTheSameAgain) {
    const auto begun = Clock::now();
    (void)phone("李明");
    Moments moments(Moments::sinceThen(begun) / 2);
    for (int i = 0; i < 5; ++i) {
        const auto home = bareHome();
        const auto invitation = centre().invite("王芳", "tutor");
        auto join = home.start({"join", invitation});
        moments.pass(join);
        (void)join.kill();
        home.join(invitation);
        (void)home.add("activity", activity("加入以后"));
        home.sync();
    }
}

TEST_F(Crash, aCentreThatIsToldToEndEndsCleanlyAndKeepsEverything) {
    const auto home = phone("李明");
    const auto id = home.add("activity", activity("关机之前"));
    home.sync();
    centre().stop();
    centre().serve();
    EXPECT_EQ(timesIn(atTheCentre("activity"), id), 1);
}

}  // namespace xiangji::test
