// An order to erase, given as an operator gives it, and what is left in the folders.
#include <cstdio>
#include <fstream>

#include "tests/e2e/moments.hpp"
#include "tests/e2e/stage.hpp"
#include "tests/support/files_with.hpp"

namespace xiangji::test {

namespace {

namespace json = boost::json;

constexpr const char* kAlias = "金丝雀小名";
constexpr const char* kSealed = "xs1.";  // with which it begins where it lies
constexpr int kOrders = 12;

struct Erasing : Stage {};

}  // namespace

TEST_F(Erasing, byOrderNothingIsLeftAndARestoreErasesAgain) {
    const auto tutor = phone("李明");
    const auto id = tutor.add("child", {std::string("alias=") + kAlias});
    tutor.sync();
    const auto night = (folder() / "night").string();
    ASSERT_EQ(centre().run({"backup", night}).exit, 0);
    ASSERT_FALSE(filesWith(centre().data(), kSealed).empty()) << "the search finds what is there";
    ASSERT_FALSE(filesWith(tutor.path(), kSealed).empty());
    EXPECT_TRUE(failedClearly(centre().run({"erase", "--row", id, "--reason", "", "--yes"}), 1,
                              "syncd", "reason"));
    const auto done =
        centre().run({"erase", "--row", id, "--reason", "监护人书面要求", "--yes", "--json"});
    ASSERT_EQ(done.exit, 0) << done.err;
    const auto told = json::parse(done.out);
    EXPECT_EQ(told.at("type").as_string(), "child");
    EXPECT_TRUE(told.at("scrubbed").as_bool());
    tutor.sync();
    for (const auto* words : {kAlias, kSealed}) {
        EXPECT_EQ(filesWith(centre().data(), words), std::vector<std::string>{}) << words;
        EXPECT_EQ(filesWith(tutor.path(), words), std::vector<std::string>{}) << words;
    }
    EXPECT_TRUE(tutor.row("child", id).at("alias").is_null());
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
    const auto accesses = centre().run({"audit", "access"});
    EXPECT_NE(accesses.out.find("监护人书面要求"), std::string::npos) << accesses.out;

    centre().stop();
    const auto restored = centre().run({"restore", night, "--json"});
    ASSERT_EQ(restored.exit, 0) << restored.err;
    EXPECT_EQ(json::parse(restored.out).at("erasures").to_number<int>(), 1);
    centre().serve();
    tutor.sync();
    for (const auto* file : {"central.db", "central.db-wal"}) {
        std::ifstream in(centre().data() / file, std::ios::binary);
        const std::string all{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(all.find(kAlias), std::string::npos) << file;
        EXPECT_EQ(all.find(kSealed), std::string::npos) << file;
    }
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
}

TEST_F(Erasing, isAskedForAndNamesWhatItCannotReach) {
    const auto tutor = phone("李明");
    const auto id = tutor.add("child", {"alias=小宝"});
    tutor.sync();
    const auto refused = centre().run({"erase", "--row", id, "--reason", "书面要求"});
    EXPECT_EQ(refused.exit, 1) << "nobody said yes";
    EXPECT_NE(refused.out.find("alias"), std::string::npos) << refused.out;
    EXPECT_NE(refused.out.find("backups"), std::string::npos) << refused.out;
    EXPECT_EQ(tutor.row("child", id).at("alias").as_string(), "小宝");
    EXPECT_TRUE(failedClearly(
        centre().run({"erase", "--row", tutor.add("activity", activity("宣讲")), "--reason", "x"}),
        1, "syncd", "no row"));
}

TEST_F(Erasing, oneOrderTellsBeforeAndAfterWhatItReaches) {
    const auto tutor = phone("李明");
    const auto mother = tutor.add("guardian", {"guardian_name=金丝雀妈妈"});
    const auto id = tutor.add("child", {std::string("alias=") + kAlias, "guardian=" + mother});
    (void)tutor.add("guardian_consent",
                    {"child=" + id, "guardian=" + mother, "method=call_back", "phone=金丝雀电话"});
    tutor.sync();
    const auto plan = centre().run({"erase", "--row", id, "--dry-run"});
    ASSERT_EQ(plan.exit, 0) << plan.err;
    EXPECT_NE(plan.out.find("with it: 1 guardian_consent"), std::string::npos) << plan.out;
    EXPECT_NE(plan.out.find("with it: 1 guardian\n"), std::string::npos) << plan.out;
    EXPECT_EQ(tutor.row("child", id).at("alias").as_string(), kAlias);
    const auto done =
        centre().run({"erase", "--row", id, "--reason", "监护人书面要求", "--yes", "--later"});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_NE(done.out.find("Erased: 3 rows"), std::string::npos) << done.out;
    EXPECT_NE(done.out.find("--finish"), std::string::npos) << done.out;
    const auto finished = centre().run({"erase", "--finish", "--json"});
    ASSERT_EQ(finished.exit, 0) << finished.err;
    EXPECT_TRUE(json::parse(finished.out).at("scrubbed").as_bool());
    EXPECT_FALSE(
        json::parse(centre().run({"erase", "--finish", "--json"}).out).at("scrubbed").as_bool());
    tutor.sync();
    EXPECT_EQ(filesWith(centre().data(), "金丝雀"), std::vector<std::string>{});
    EXPECT_EQ(filesWith(tutor.path(), "金丝雀"), std::vector<std::string>{});
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
}

TEST_F(Erasing, killedInTheMiddleTheOrderIsCarriedOutWholeAtTheNextStart) {
    const auto tutor = phone("李明");
    std::vector<std::string> children;
    for (int i = 0; i < kOrders; ++i) {
        const auto mother = tutor.add("guardian", {"guardian_name=金丝雀妈妈"});
        children.push_back(
            tutor.add("child", {std::string("alias=") + kAlias, "guardian=" + mother}));
        (void)tutor.add("guardian_consent", {"child=" + children.back(), "guardian=" + mother,
                                             "method=call_back", "phone=金丝雀电话"});
    }
    tutor.sync();
    centre().stop();
    const auto order = [&](const std::string& id) {
        return Words{"erase", "--row", id, "--reason", "书面要求", "--yes", "--json"};
    };
    const auto begun = Moments::Clock::now();
    ASSERT_EQ(centre().run(order(children.front())).exit, 0);
    Moments moments(Moments::sinceThen(begun));
    int killed = 0;
    for (const auto& id : children) {
        auto erasing = centre().start(order(id));
        moments.pass(erasing);
        killed += erasing.kill().signal != 0 ? 1 : 0;
    }
    std::printf("%d of %zu kills struck an erasure\n", killed, children.size());
    EXPECT_GT(killed, kOrders / 4) << "the kills came too late to prove anything";
    centre().serve();
    for (const auto& id : children) {
        const auto again = centre().run(order(id));
        ASSERT_EQ(again.exit, 0) << again.err;
        const auto written = json::parse(again.out).at("written").to_number<int>();
        EXPECT_TRUE(written == 0 || written == 3) << "all of it, or nothing yet: " << written;
    }
    tutor.sync();
    EXPECT_EQ(filesWith(centre().data(), "金丝雀"), std::vector<std::string>{});
    EXPECT_EQ(filesWith(tutor.path(), "金丝雀"), std::vector<std::string>{});
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
}

}  // namespace xiangji::test
