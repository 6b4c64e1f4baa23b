// A phone put back from an older copy, and a cloned one, on real processes: it joins again under a
// key of its own.
#include <algorithm>
#include <cstdio>
#include <fstream>

#include "tests/e2e/moments.hpp"
#include "tests/e2e/stage.hpp"

namespace xiangji::test {

namespace fs = std::filesystem;

class CopiedHomes : public Stage {
 protected:
    void copy(const fs::path& from, const fs::path& to) const {
        fs::remove_all(to);
        fs::copy(from, to, fs::copy_options::recursive);
    }
    /// Behind the centre by one envelope that it does not know.
    void putBack(const Home& home) const {
        const auto aside = folder() / "older copy";
        copy(home.path(), aside);
        (void)home.add("activity", activity("拷贝之后"));
        home.sync();
        copy(aside, home.path());
    }
};

TEST_F(CopiedHomes, behindAPassphraseJoinAgainAndSendWhatWaited) {
    const auto home = phone("李明");
    const auto other = phone("王芳");
    (void)home.add("activity", activity("最早"));
    home.sync();
    const auto secret = folder() / "passphrase";
    std::ofstream(secret) << "一二三四五\n";
    ASSERT_EQ(home.run({"lock", "--new-passphrase-file", secret.string()}).exit, 0);
    const auto run = [&](Words words) {
        words.insert(words.begin(), {"--passphrase-file", secret.string()});
        return home.run(words);
    };
    const auto aside = folder() / "older copy";
    copy(home.path(), aside);
    Words add = {"add", "activity"};
    const auto fields = activity("锁着时记的");
    add.insert(add.end(), fields.begin(), fields.end());
    ASSERT_EQ(run(add).exit, 0);
    ASSERT_EQ(run({"sync"}).exit, 0);
    copy(aside, home.path());
    const auto added = run(add);
    ASSERT_EQ(added.exit, 0) << added.err;
    const auto id = added.out.substr(0, added.out.find('\n'));
    const auto synced = run({"sync"});
    EXPECT_EQ(synced.exit, 0) << synced.err;
    EXPECT_NE(synced.out.find("another invitation"), std::string::npos) << synced.out;
    EXPECT_NE(run({"status"}).out.find("This home is a copy"), std::string::npos);
    const auto joined = run({"join", centre().invite("李明", "tutor")});
    ASSERT_EQ(joined.exit, 0) << joined.err;
    EXPECT_NE(joined.out.find("sent again: 1"), std::string::npos) << joined.out;
    EXPECT_NE(joined.out.find("syncd device revoke"), std::string::npos) << joined.out;
    EXPECT_TRUE(failedClearly(
        home.run({"--passphrase-file", (folder() / "none").string(), "status"}), 1, "xiangji", ""));
    ASSERT_EQ(run({"unlock"}).exit, 0);
    home.sync();
    other.sync();
    EXPECT_EQ(timesIn(other.list("activity"), id), 1);
    EXPECT_EQ(home.listText("activity"), other.listText("activity"));
}

TEST_F(CopiedHomes, killedAnywhereWhileTheyJoinAgainLoseNothingAndSendNothingTwice) {
    const auto home = phone("李明");
    const auto other = phone("王芳");
    home.sync();
    auto usual = Process::Ms(400);
    int struck = 0;
    std::vector<std::string> written;
    const int rounds = std::min(kills(), 25);
    Moments moments(usual);
    for (int i = 0; i < rounds; ++i) {
        putBack(home);
        written.push_back(home.add("activity", activity("第" + std::to_string(i) + "场")));
        home.sync();
        ASSERT_TRUE(home.status().at("copied").as_bool());
        const auto invitation = centre().invite("李明", "tutor");
        auto join = home.start({"join", invitation});
        moments.pass(join);
        struck += join.kill().signal != 0 ? 1 : 0;
        home.join(invitation);
        home.sync();
        ASSERT_FALSE(home.status().at("copied").as_bool());
        ASSERT_EQ(home.status().at("unsent").to_number<int>(), 0);
    }
    std::printf("%d of %d kills struck xiangji while it joined again\n", struck, rounds);
    EXPECT_GT(struck, rounds / 4) << "the kills came too late to prove anything";
    other.sync();
    const auto rows = other.list("activity");
    for (const auto& id : written) {
        EXPECT_EQ(timesIn(rows, id), 1);
    }
    EXPECT_EQ(rows.size(), written.size() * 2) << "and what the other life had written";
    EXPECT_EQ(home.listText("activity"), other.listText("activity"));
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
}

}  // namespace xiangji::test
